package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"sightline/iam/catalog"
)

// aPackage is an npm package with one service.
func aPackage() map[string][]byte {
	globals := strings.Builder{}
	for i := range 40 {
		fmt.Fprintf(&globals, "{ key: 'aws:Key%d',\n category: 'network',\n type: 'String' },\n", i)
	}
	return map[string][]byte{
		"package.json":                   []byte(`{"version":"` + pinned.version + `","updatedAt":"2026-09-23T04:48:45.955Z"}`),
		"data/services.json":             []byte(`["s3"]`),
		"data/serviceNames.json":         []byte(`{"s3":"Amazon S3"}`),
		"data/rcpSupportedServices.json": []byte(`["s3"]`),
		"data/actions/s3.json": []byte(`{
			"putbucketpolicy":{"name":"PutBucketPolicy","accessLevel":"Tagging, Write","resourceTypes":[
				{"name":"bucket","required":true,"conditionKeys":["aws:TagKeys"]}],"conditionKeys":["s3:authType"]},
			"brandnew":{"name":"BrandNew","accessLevel":"Read","resourceTypes":[],"conditionKeys":[]}}`),
		"data/resourceTypes/s3.json": []byte(`{"bucket":{"key":"bucket","conditionKeys":["aws:TagKeys"],
			"arn":"arn:${Partition}:s3:::${NewName}, arn:${Partition}:s3:::new/${BucketName}"}}`),
		"data/conditionKeys/s3.json":      []byte(`{"a":{"key":"aws:TagKeys","type":"ArrayOfString"},"b":{"key":"s3:authType","type":"String"}}`),
		"dist/esm/globalConditionKeys.js": []byte(globals.String()),
	}
}

func TestGenerateMergesTheSources(t *testing.T) {
	data, err := generate(aPackage())
	if err != nil {
		t.Fatal(err)
	}
	c, err := catalog.Read(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	a, _ := c.Action("s3:PutBucketPolicy")
	got := fmt.Sprint(a.Levels, a.ResourceTypes, a.Required, a.ConditionKeys, a.SupportKnown, a.LastAccessed)
	if want := "write,tagging [bucket] [bucket] [aws:TagKeys s3:authType] true true"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	s, _ := c.Service("s3")
	forms := []string{"arn:${Partition}:s3:::${NewName}", "arn:${Partition}:s3:::new/${BucketName}"}
	if !slices.Equal(s.ResourceTypes[0].ARNForms, forms) { // the older form has the shape of the first
		t.Errorf("forms %q", s.ResourceTypes[0].ARNForms)
	}
	if a, _ := c.Action("s3:BrandNew"); a.SupportKnown {
		t.Error("an action that only the newest source has claims known support")
	}
	if !c.Withdrawn("s3:GetObject") || !c.Withdrawn("iam:PassRole") {
		t.Error("actions that only the older source has are not withdrawn")
	}
}

func TestGenerateIsReproducible(t *testing.T) {
	first, err := generate(aPackage())
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if again, err := generate(aPackage()); err != nil || !bytes.Equal(first, again) {
			t.Fatal("the same input gave other bytes", err)
		}
	}
}

func TestGenerateRefusesWhatItDoesNotUnderstand(t *testing.T) {
	tests := []struct{ name, file, content, says string }{
		{"another version", "package.json", `{"version":"9","updatedAt":"2026-09-23T"}`, "not the pinned one"},
		{"a file is missing", "data/actions/s3.json", "", "missing"},
		{"an unknown level", "data/actions/s3.json", `{"a":{"name":"A","accessLevel":"Admin"}}`, `unknown access level "Admin"`},
		{"no level", "data/actions/s3.json", `{"a":{"name":"A"}}`, "no access level"},
		{"an unknown resource type", "data/actions/s3.json", `{"a":{"name":"A","accessLevel":"Read","resourceTypes":[{"name":"moon"}]}}`, `"moon"`},
		{"an unknown condition key", "data/actions/s3.json", `{"a":{"name":"A","accessLevel":"Read","conditionKeys":["s3:moon"]}}`, `"s3:moon"`},
		{"global keys in another layout", "dist/esm/globalConditionKeys.js", `{ key: 'aws:X', kind: 'String' }`, "0 global condition keys of 1"},
		{"no JSON", "data/services.json", `x`, "data/services.json"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			files := maps.Clone(aPackage())
			files[tt.file] = []byte(tt.content)
			if tt.content == "" {
				delete(files, tt.file)
			}
			if _, err := generate(files); err == nil || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("error %v, want one that says %q", err, tt.says)
			}
		})
	}
}

func TestVerify(t *testing.T) {
	const ofEmpty = "sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg=="
	if err := verify(nil, ofEmpty); err != nil {
		t.Error(err)
	}
	if err := verify([]byte("x"), ofEmpty); err == nil {
		t.Error("another tarball was accepted")
	}
}

func TestUnpack(t *testing.T) {
	var buf bytes.Buffer
	zw := gzip.NewWriter(&buf)
	tw := tar.NewWriter(zw)
	for _, h := range []tar.Header{
		{Name: "package/data", Typeflag: tar.TypeDir},
		{Name: "package/data/a.json", Typeflag: tar.TypeReg, Size: 2},
	} {
		if err := tw.WriteHeader(&h); err != nil {
			t.Fatal(err)
		}
		if h.Size > 0 {
			if _, err := tw.Write([]byte("{}")); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := tw.Close(); err != nil {
		t.Fatal(err)
	}
	if err := zw.Close(); err != nil {
		t.Fatal(err)
	}
	files, err := unpack(buf.Bytes())
	if err != nil || len(files) != 1 || string(files["data/a.json"]) != "{}" {
		t.Errorf("files %q, error %v", files, err)
	}
	if _, err := unpack(buf.Bytes()[:buf.Len()-20]); err == nil {
		t.Error("half a tarball was accepted")
	}
}

func TestListChanges(t *testing.T) {
	old, err := generate(aPackage())
	if err != nil {
		t.Fatal(err)
	}
	files := aPackage()
	files["data/actions/s3.json"] = bytes.ReplaceAll(files["data/actions/s3.json"], []byte("BrandNew"), []byte("Newer"))
	fresh, err := generate(files)
	if err != nil {
		t.Fatal(err)
	}
	var report strings.Builder
	if err := listChanges(&report, old, fresh); err != nil {
		t.Fatal(err)
	}
	if got, want := report.String(), "added   s3:Newer\nremoved s3:BrandNew\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
