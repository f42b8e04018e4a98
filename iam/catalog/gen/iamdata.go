package main

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"sightline/iam/catalog/internal/catalogfile"
)

// The shapes of the npm package's files in data/.
type (
	iamAction struct {
		Name          string `json:"name"`
		AccessLevel   string `json:"accessLevel"`
		ResourceTypes []struct {
			Name          string   `json:"name"`
			Required      bool     `json:"required"`
			ConditionKeys []string `json:"conditionKeys"`
		} `json:"resourceTypes"`
		ConditionKeys []string `json:"conditionKeys"`
	}
	iamResourceType struct {
		Key           string   `json:"key"`
		ARN           string   `json:"arn"` // several are separated by commas
		ConditionKeys []string `json:"conditionKeys"`
	}
	iamKey struct {
		Key  string `json:"key"`
		Type string `json:"type"`
	}
)

type iamFiles map[string][]byte

func (f iamFiles) read(path string, into any) error {
	data, ok := f[path]
	if !ok {
		return fmt.Errorf("%s is missing", path)
	}
	if err := json.Unmarshal(data, into); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

// readIAMData reads the npm package's files.
func readIAMData(files iamFiles) (*reference, error) {
	var about struct{ Version, UpdatedAt string }
	var prefixes []string
	var names map[string]string
	ref := new(reference)
	for path, into := range map[string]any{
		"package.json": &about, "data/services.json": &prefixes, "data/serviceNames.json": &names,
		"data/rcpSupportedServices.json": &ref.rcpServices,
	} {
		if err := files.read(path, into); err != nil {
			return nil, err
		}
	}
	if len(about.UpdatedAt) < len("2026-09-23") || about.Version != pinned.version {
		return nil, fmt.Errorf("package.json: version %q of %q is not the pinned one", about.Version, about.UpdatedAt)
	}
	ref.updated = about.UpdatedAt[:len("2026-09-23")]
	for _, prefix := range prefixes {
		s, err := files.service(prefix)
		if err != nil {
			return nil, err
		}
		s.name = names[prefix]
		ref.services = append(ref.services, s)
	}
	var err error
	ref.globalKeys, err = globalKeys(files["dist/esm/globalConditionKeys.js"])
	return ref, err
}

func (f iamFiles) service(prefix string) (service, error) {
	var actions map[string]iamAction
	var types map[string]iamResourceType
	var keys map[string]iamKey
	for dir, into := range map[string]any{"actions": &actions, "resourceTypes": &types, "conditionKeys": &keys} {
		if err := f.read("data/"+dir+"/"+prefix+".json", into); err != nil {
			return service{}, err
		}
	}
	s := service{prefix: prefix}
	for _, k := range keys {
		s.keys = append(s.keys, key{k.Key, k.Type})
	}
	for _, t := range types {
		s.types = append(s.types, resourceType{t.Key, splitList(t.ARN), t.ConditionKeys})
	}
	for _, a := range actions {
		converted, err := a.convert()
		if err != nil {
			return service{}, fmt.Errorf("%s:%s: %w", prefix, a.Name, err)
		}
		s.actions = append(s.actions, converted)
	}
	return s, nil
}

// convert joins the action's own condition keys with those that AWS lists for
// it under one of its resource types.
func (a iamAction) convert() (action, error) {
	flags, err := levels(a.AccessLevel)
	out := action{name: a.Name, flags: flags, keys: slices.Clone(a.ConditionKeys)}
	for _, t := range a.ResourceTypes {
		out.types = append(out.types, typeUse{t.Name, t.Required})
		out.keys = append(out.keys, t.ConditionKeys...)
	}
	return out, err
}

// levels reads an access level, which may be a list such as "Tagging, Write".
func levels(list string) (int, error) {
	flags := 0
	for _, level := range splitList(list) {
		switch level {
		case "List":
			flags |= catalogfile.FlagList
		case "Read":
			flags |= catalogfile.FlagRead
		case "Write":
			flags |= catalogfile.FlagWrite
		case "Permissions management":
			flags |= catalogfile.FlagPermissions
		case "Tagging":
			flags |= catalogfile.FlagTagging
		default:
			return 0, fmt.Errorf("unknown access level %q", level)
		}
	}
	if flags == 0 {
		return 0, fmt.Errorf("no access level")
	}
	return flags, nil
}

func splitList(list string) []string {
	var out []string
	for part := range strings.SplitSeq(list, ",") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

var globalKey = regexp.MustCompile(`key: '([^']+)',\s+category: '[^']*',\s+type: '([^']+)'`)

// globalKeys reads the keys that every service has. The package keeps them in
// its code, not in its data, so a changed layout must fail here.
func globalKeys(code []byte) ([]key, error) {
	var keys []key
	for _, m := range globalKey.FindAllStringSubmatch(string(code), -1) {
		keys = append(keys, key{m[1], m[2]})
	}
	if want := strings.Count(string(code), "key: '"); len(keys) != want || len(keys) < 40 {
		return nil, fmt.Errorf("globalConditionKeys.js: read %d global condition keys of %d", len(keys), want)
	}
	return keys, nil
}
