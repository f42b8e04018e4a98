package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"sightline/access/permission"
	"sightline/iam/authz"
	"sightline/snapshot"
)

// tourCommand is what `make run` runs: it scans, then asks the questions that
// a newcomer would, each with the command that asks it.
func (a *app) tourCommand() *cobra.Command {
	var source string
	cmd := &cobra.Command{
		Use:   "tour [--from SOURCE]",
		Short: "scan (the bundled sample unless told) and answer three questions about it",
		Args:  arguments(0, 0, "[--from SOURCE]"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if source == "" {
				source = sampleSource
			}
			return a.tour(cmd.Context(), source)
		},
	}
	cmd.Flags().StringVar(&source, "from", "", "what to scan")
	return cmd
}

func (a *app) tour(ctx context.Context, source string) error {
	if a.output != "table" {
		return fmt.Errorf("tour: prints text only; ask each question with --output json")
	}
	s, err := a.collect(ctx, []string{source}, &liveFlags{})
	if err != nil {
		return err
	}
	fmt.Fprintf(a.stdout, "$ sightline scan --from %s\n", printable(quoted(source)))
	if err := a.printScan(s); err != nil {
		return err
	}
	a.snapshotName = "latest"
	k, err := a.asker(ctx)
	if err != nil {
		return err
	}
	for _, question := range questions(k) {
		fmt.Fprintf(a.stdout, "\n$ sightline %s\n", printable(quotedAll(question)))
		root := (&app{env: a.env, stdin: a.stdin, stdout: a.stdout, stderr: a.stderr, now: a.now}).root()
		root.SetArgs(append(question, a.shared()...))
		if err := root.ExecuteContext(ctx); err != nil {
			return err
		}
	}
	a.exit = exitOK
	return nil
}

// shared repeats the flags of the tour for the questions in it.
func (a *app) shared() (args []string) {
	for _, f := range []struct{ name, value string }{{"--store", a.storeDSN}, {"--config", a.configPath}, {"--catalog", a.catalogPath}} {
		if f.value != "" {
			args = append(args, f.name, f.value)
		}
	}
	return args
}

// questions picks subjects: an instance with an identity and its role, else
// the first role; a bucket, else that role.
func questions(k *permission.Asker) (out [][]string) {
	s := k.Snapshot
	instance, role := subject(s)
	if role != nil {
		out = append(out, []string{"what-can", role.ARN})
	}
	if bucket := publicBucket(k); bucket != "" {
		out = append(out, []string{"who-can", "s3:GetObject", bucket})
	} else if role != nil {
		out = append(out, []string{"who-can", "sts:AssumeRole", role.ARN})
	}
	if instance != "" {
		out = append(out, []string{"reach", instance})
	} else if role != nil {
		out = append(out, []string{"reach", role.ARN})
	}
	return out
}

func subject(s *snapshot.Snapshot) (instance string, role *snapshot.Identity) {
	for i := range s.Data().Resources {
		r := &s.Data().Resources[i]
		if r.Type == snapshot.TypeInstance && r.InstanceProfile != "" {
			if role := s.InstanceProfileRole(r.InstanceProfile); role != nil {
				return r.ARN[strings.LastIndexByte(r.ARN, '/')+1:], role
			}
		}
	}
	for i := range s.Identities() {
		id := &s.Identities()[i]
		if id.Kind == snapshot.KindRole && (role == nil || len(role.InstanceProfiles) == 0 && len(id.InstanceProfiles) > 0) {
			role = id
		}
	}
	return "", role
}

// publicBucket prefers a bucket that anyone may read, else takes the first.
func publicBucket(k *permission.Asker) (first string) {
	for i := range k.Snapshot.Data().Resources {
		r := &k.Snapshot.Data().Resources[i]
		if r.Type != snapshot.TypeBucket {
			continue
		}
		q, err := k.Question(authz.Principal{}, r.ARN+"/any", nil)
		if err == nil && q.Decide("s3:GetObject") == authz.Allowed {
			return r.ARN
		}
		if first == "" {
			first = r.ARN
		}
	}
	return first
}

func quotedAll(words []string) string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = quoted(w)
	}
	return strings.Join(out, " ")
}

// quoted makes a word safe to paste into a shell.
func quoted(word string) string {
	if word != "" && !strings.ContainsAny(word, " *?'\"\\$`!&|;<>()[]{}#~\t\n") {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
