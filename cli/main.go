package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"
)

// Exit statuses. What 1 and 3 mean depends on the verb; see each verb's help.
const (
	exitOK      = 0
	exitNo      = 1 // denied, failed cases, …
	exitBad     = 2 // could not be done: bad usage or bad input
	exitUnknown = 3 // answered, but something is not known
)

// app is one run of the command.
type app struct {
	env    map[string]string
	stdin  io.Reader
	stdout io.Writer
	stderr io.Writer
	now    func() time.Time

	output       string
	storeDSN     string
	configPath   string
	snapshotName string
	catalogPath  string
	config       config
	// exit is the status of a verb that was carried out.
	exit int
}

// Main runs one command line and returns its exit status.
func Main(args, env []string, stdin io.Reader, stdout, stderr io.Writer) int {
	out := &output{Writer: stdout}
	a := &app{env: environment(env), stdin: stdin, stdout: out, stderr: stderr, now: time.Now}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	root := a.root()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if err == nil {
		err = out.err
	}
	if err != nil {
		fmt.Fprintln(stderr, "sightline: "+oneLine(err))
		return exitBad
	}
	return a.exit
}

// output is standard output; it remembers that writing failed, for those who
// write to it and do not look.
type output struct {
	io.Writer
	err error
}

func (o *output) Write(p []byte) (int, error) {
	n, err := o.Writer.Write(p)
	if err != nil && o.err == nil {
		o.err = fmt.Errorf("write the answer: %w", err)
	}
	return n, err
}

// oneLine keeps an error on one line, whatever the input held.
func oneLine(err error) string {
	if errors.Is(err, context.Canceled) {
		return "interrupted; nothing was stored"
	}
	return shortened(printable(strings.ReplaceAll(strings.TrimSpace(err.Error()), "\n", " ")))
}

// maxLine limits a message, in bytes.
const maxLine = 1500

// shortened leaves out the middle of an endless text, such as a name: what
// was attempted stands before it, the cause behind.
func shortened(text string) string {
	if len(text) <= maxLine {
		return text
	}
	const half = maxLine / 2
	return strings.ToValidUTF8(text[:half], "") + " … " + strings.ToValidUTF8(text[len(text)-half:], "")
}

func environment(list []string) map[string]string {
	env := make(map[string]string, len(list))
	for _, entry := range list {
		name, value, _ := strings.Cut(entry, "=")
		env[name] = value
	}
	return env
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:           "sightline",
		Short:         "Who can reach what in an AWS organization, by which way, and is it meant?",
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          func(cmd *cobra.Command, args []string) error { return unknownCommand(cmd, args) },
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			return a.prepare()
		},
	}
	root.SuggestionsMinimumDistance = 2
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	root.SetIn(a.stdin)
	flags := root.PersistentFlags()
	flags.StringVar(&a.output, "output", "table", "format of the answer: table or json")
	flags.StringVar(&a.storeDSN, "store", "", "where snapshots and findings are kept: sqlite://PATH (default: a file in your data directory)")
	flags.StringVar(&a.configPath, "config", "", "configuration file (YAML)")
	flags.StringVar(&a.snapshotName, "snapshot", "latest", "what to answer from: a file, a directory, a snapshot id, or latest")
	flags.StringVar(&a.catalogPath, "catalog", "", "newer service reference to use instead of the built-in one")
	root.AddCommand(a.scanCommand(), a.canCommand(), a.whoCanCommand(), a.whatCanCommand(), a.reachCommand(),
		a.findingsCommand(), a.analyzersCommand(), a.archiveRulesCommand(), a.policyCommand(), a.testCommand(), a.serveCommand(), a.snapshotCommand(), a.generateCommand(), a.versionCommand(), completionCommand())
	root.SetHelpCommand(helpCommand())
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		verb := strings.TrimPrefix(strings.TrimPrefix(cmd.CommandPath(), "sightline"), " ")
		if verb != "" {
			verb += ": "
		}
		return fmt.Errorf("%s%w; see `%s --help`", verb, err, cmd.CommandPath())
	})
	plainHelp(root)
	return root
}

// prepare checks what every verb shares, before any of them does anything.
func (a *app) prepare() error {
	if a.output != "table" && a.output != "json" {
		return fmt.Errorf("--output %q: the formats are table and json", a.output)
	}
	if a.configPath == "" {
		return nil
	}
	c, err := readConfig(a.configPath)
	a.config = c
	return err
}

// arguments demands a number of arguments and says which.
func arguments(least, most int, names string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) < least || most >= 0 && len(args) > most {
			return fmt.Errorf("usage: %s %s", cmd.CommandPath(), names)
		}
		return nil
	}
}
