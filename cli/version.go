package cli

import (
	"fmt"
	"runtime/debug"

	"github.com/spf13/cobra"
)

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "print the version of sightline and of its service reference",
		Args:  arguments(0, 0, ""),
		RunE: func(*cobra.Command, []string) error {
			catalog, err := a.catalog()
			if err != nil {
				return err
			}
			v := versionInfo{Version: buildVersion(), Catalog: catalog.Version()}
			return a.print(v, func(w *table) { w.line(fmt.Sprintf("sightline %s, service reference %s", v.Version, v.Catalog)) })
		},
	}
}

type versionInfo struct {
	Version string `json:"version"`
	Catalog string `json:"catalog"`
}

// buildVersion is the module's version, or the commit of a local build.
func buildVersion() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			return "development build of " + s.Value
		}
	}
	return "development build"
}
