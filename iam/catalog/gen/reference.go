package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"sightline/iam/catalog/internal/catalogfile"
)

// An awsService is one service in AWS's own format, version v1.4.
type awsService struct {
	Name    string
	Actions []struct {
		Name        string
		SupportedBy map[string]bool
	}
	Resources []struct {
		Name       string
		ARNFormats []string
	}
}

// The names in AWS's SupportedBy and the bits they become.
var supportFlags = map[string]int{
	"IAM Action Last Accessed":              catalogfile.FlagLastAccessed,
	"IAM Access Analyzer Policy Generation": catalogfile.FlagPolicyGeneration,
}

// An older source, by lower-cased names.
type olderReference struct {
	names   map[string]string   // "s3:getobject" to "s3:GetObject"
	support map[string]int      // bits, by "s3:getobject"
	forms   map[string][]string // ARN forms, by "s3:bucket"
}

// readReference reads AWS's service reference, one service a line.
func readReference(gz []byte) (*olderReference, error) {
	zr, err := gzip.NewReader(bytes.NewReader(gz))
	if err != nil {
		return nil, err
	}
	out := &olderReference{make(map[string]string), make(map[string]int), make(map[string][]string)}
	dec := json.NewDecoder(zr)
	for {
		var s awsService
		err := dec.Decode(&s)
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err == nil {
			err = out.add(&s)
		}
		if err != nil {
			return nil, err
		}
	}
}

func (r *olderReference) add(s *awsService) error {
	for _, a := range s.Actions {
		name := s.Name + ":" + a.Name
		flags := catalogfile.FlagSupportKnown
		for by, yes := range a.SupportedBy {
			bit, known := supportFlags[by]
			if !known {
				return fmt.Errorf("%s: unknown SupportedBy %q", name, by)
			}
			if yes {
				flags |= bit
			}
		}
		r.names[strings.ToLower(name)] = name
		r.support[strings.ToLower(name)] = flags
	}
	for _, t := range s.Resources {
		r.forms[strings.ToLower(s.Name+":"+t.Name)] = t.ARNFormats
	}
	return nil
}

// readDependents reads action to dependent actions; keys are lower-cased.
func readDependents(data []byte) (map[string][]string, error) {
	var listed map[string][]string
	if err := json.Unmarshal(data, &listed); err != nil {
		return nil, err
	}
	out := make(map[string][]string, len(listed))
	for name, needs := range listed {
		out[strings.ToLower(name)] = needs
	}
	return out, nil
}
