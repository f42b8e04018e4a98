package deptest

// A Module is code of others: who may import it, and what for. A module that
// is not listed may not be imported.
type Module struct {
	Path  string   // an import path, with everything below it
	Rooms []string // our packages, with everything below them
	// Tests says that only test files may import it.
	Tests bool
	Why   string
}

// Modules is the whole list.
func Modules() []Module {
	return []Module{
		{"github.com/spf13/cobra", []string{"cli"}, false, "commands and flags; without templates, see cli/help.go"},
		{"github.com/spf13/pflag", []string{"cli"}, false, "the flags of cobra"},
		{"gopkg.in/yaml.v3", []string{"cli"}, false, "the configuration file, which is strict"},
		{"github.com/aws/aws-sdk-go-v2", []string{"collect/aws", "internal/emulator"}, false, "calls to AWS; clients as method values, or the linker keeps every method"},
		{"github.com/aws/smithy-go", []string{"collect/aws", "internal/emulator"}, false, "the errors and middleware of the SDK"},
		{"golang.org/x/time/rate", []string{"collect/aws", "server"}, false, "a limit of calls per account and service"},
		{"golang.org/x/sync", []string{"collect/aws", "server"}, false, "bounded groups of goroutines"},
		{"github.com/schollz/progressbar/v3", []string{"cli"}, false, "the progress bar of a scan on a terminal"},
		{"golang.org/x/term", []string{"cli"}, false, "whether standard error is a terminal"},
		{"github.com/danielgtaylor/huma/v2", []string{"server"}, false, "typed handlers and their OpenAPI description"},
		{"modernc.org/sqlite", []string{"store/sqlite"}, false, "SQLite without cgo; decisions/0001"},
		{"github.com/pressly/goose/v3", []string{"store/sqlite"}, false, "migrations"},
		{"github.com/google/go-cmp", []string{""}, true, "differences of values, readable"},
		{"github.com/rogpeppe/go-internal", []string{"cli", "cmd"}, true, "testscript: one script a verb"},
		{"pgregory.net/rapid", []string{""}, true, "laws on random values"},
	}
}
