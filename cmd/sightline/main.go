// Command sightline answers who can reach what in an AWS organization.
package main

import (
	"os"

	"sightline/cli"
)

func main() {
	os.Exit(cli.Main(os.Args[1:], os.Environ(), os.Stdin, os.Stdout, os.Stderr))
}
