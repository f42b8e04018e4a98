// Package export writes findings for other programs: CSV for spreadsheets, SARIF
// 2.1.0 for code scanning, OCSF Detection Finding for security lakes, ASFF for
// Security Hub. docs/formats/export.md describes what stands where. Everything
// is a pure function of the findings.
package export
