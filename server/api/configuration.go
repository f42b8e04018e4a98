package api

import (
	"bytes"
	"encoding/json"
	"io"
	"path"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"sightline/access/finding"
	"sightline/iam/authz"
)

func configuration(version string) huma.Config {
	schemas := huma.NewMapRegistry("#/components/schemas/", schemaName)
	schemas.RegisterTypeAlias(reflect.TypeFor[authz.Decision](), reflect.TypeFor[string]()) // it writes its name
	schemas.RegisterTypeAlias(reflect.TypeFor[finding.Zone](), reflect.TypeFor[string]())   // so does this
	format := huma.Format{Marshal: writeJSON, Unmarshal: json.Unmarshal}
	return huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info: &huma.Info{
				Title: "Sightline", Version: version,
				Description: "Who can reach what in an AWS organization, by which way, and is it meant?",
			},
			Components: &huma.Components{
				Schemas: schemas,
				SecuritySchemes: map[string]*huma.SecurityScheme{
					"session": {Type: "apiKey", In: "cookie", Name: "sightline-PORT"},
					"bearer":  {Type: "http", Scheme: "bearer"},
				},
			},
			Security: []map[string][]string{{"session": {}}, {"bearer": {}}},
		},
		Formats:       map[string]huma.Format{"application/json": format, "json": format},
		DefaultFormat: "application/json",
		Transformers:  []huma.Transformer{inSentences, wholeMeta},

		RejectUnknownQueryParameters: true,
	}
}

// schemaName keeps types of one name apart by their package.
func schemaName(t reflect.Type, hint string) string {
	name := strings.TrimSuffix(huma.DefaultSchemaNamer(t, hint), "Error")
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if p := path.Base(t.PkgPath()); t.Name() != "" && p != "api" && p != "." {
		return strings.ToUpper(p[:1]) + p[1:] + name
	}
	return name
}

// writeJSON writes as the command line does, without indentation. Whether the
// reader still listens is not the concern of who answers.
func writeJSON(w io.Writer, v any) error {
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return err
	}
	_, _ = w.Write(text.Bytes())
	return nil
}
