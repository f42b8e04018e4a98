package api

import (
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"sightline/access/slice"
	"sightline/store"
)

// tidy makes the description say what answers keep to: lists are never null,
// some objects may be, and errors are problems.
func tidy(o *huma.OpenAPI) {
	problem := o.Components.Schemas.Schema(reflect.TypeFor[ProblemError](), true, "")
	wrong := func(description string) *huma.Response {
		return &huma.Response{Description: description, Content: map[string]*huma.MediaType{problemType: {Schema: problem}}}
	}
	for _, item := range o.Paths {
		for _, op := range [...]*huma.Operation{item.Get, item.Post, item.Put, item.Delete} {
			if op == nil {
				continue
			}
			for _, p := range op.Parameters {
				solid(p.Schema)
			}
			for status, description := range failures(op) {
				op.Responses[strconv.Itoa(status)] = wrong(description)
			}
			op.Responses["default"] = wrong("What went wrong, in a sentence")
		}
	}
	schemas := o.Components.Schemas.Map()
	for name, s := range schemas {
		if strings.HasPrefix(name, "V2") {
			delete(schemas, name) // huma's own errors, which are never sent
		}
		solid(s)
	}
	mayBeNull[slice.Edge](o, "ask")
	mayBeNull[slice.Slice](o, "object")
	mayBeNull[Status](o, "snapshot", "scan")
	mayBeNull[Scan](o, "findings")
	mayBeNull[FindingDetail](o, "watchedBy")
	mayBeNull[FixAnswer](o, "fix")
	meta := schemaOf[store.Meta](o)
	meta.Required = append(meta.Required, "sample")
}

// failures are the statuses that an operation may answer with besides success.
func failures(op *huma.Operation) map[int]string {
	out := map[int]string{
		http.StatusBadRequest:          "The question is malformed",
		http.StatusUnauthorized:        "Not signed in",
		http.StatusForbidden:           "The page of another site asks",
		http.StatusUnprocessableEntity: "A parameter is missing, unknown or of the wrong form, or the question cannot be asked",
		http.StatusTooManyRequests:     "Too many tokens were wrong",
	}
	has := func(name string) bool {
		return slices.ContainsFunc(op.Parameters, func(p *huma.Param) bool { return p.Name == name })
	}
	if has("snapshot") || has("id") || has("name") || has("analyzer") || strings.HasSuffix(op.OperationID, "archive-findings") {
		out[http.StatusNotFound] = "There is nothing of that name"
	}
	if conflicts(op) {
		out[http.StatusConflict] = "It is taken, resolved, declared in the configuration or was changed meanwhile, it cannot be read again, or there is no snapshot yet"
	}
	if op.OperationID == "rescan-finding" {
		out[http.StatusBadGateway] = "AWS refused or did not answer"
	}
	if has("snapshot") && op.OperationID != "status" {
		out[http.StatusConflict] = "There is no snapshot yet"
	}
	if op.OperationID == "begin-scan" {
		out[http.StatusConflict] = "A scan is running, or there is nothing to scan"
	}
	if has("snapshot") || op.OperationID == "snapshots" || op.OperationID == "begin-scan" || ofDesk(op) {
		out[http.StatusServiceUnavailable] = "The answer took too long, the server is busy, or it is shutting down"
	}
	return out
}

// ofDesk tells of the operations on analyzers and findings.
func ofDesk(op *huma.Operation) bool {
	return strings.HasPrefix(op.Path, "/api/v1/analyzers") || strings.HasPrefix(op.Path, "/api/v1/findings")
}

func conflicts(op *huma.Operation) bool {
	return ofDesk(op) && (op.Method != http.MethodGet || op.OperationID == "fix-finding")
}

func schemaOf[T any](o *huma.OpenAPI) *huma.Schema {
	schemas := o.Components.Schemas
	return schemas.SchemaFromRef(schemas.Schema(reflect.TypeFor[T](), true, "").Ref)
}

// mayBeNull marks properties that are an object or null: huma knows this of
// plain values only.
func mayBeNull[T any](o *huma.OpenAPI, properties ...string) {
	s := schemaOf[T](o)
	for _, name := range properties {
		s.Properties[name] = &huma.Schema{AnyOf: []*huma.Schema{{Ref: s.Properties[name].Ref}, {Type: "null"}}}
	}
}

func solid(s *huma.Schema) {
	if s == nil {
		return
	}
	if s.Type == huma.TypeArray {
		s.Nullable = false
	}
	solid(s.Items)
	for _, p := range s.Properties {
		solid(p)
	}
}
