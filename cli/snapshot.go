package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"sightline/server/desk"
	"sightline/snapshot"
	"sightline/store"
)

func (a *app) snapshotCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "snapshot",
		Short: "list, export and import stored snapshots",
		Args:  arguments(0, 0, "list|export|import"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return errors.New("usage: sightline snapshot list|export|import")
		},
	}
	cmd.AddCommand(a.snapshotListCommand(), a.snapshotExportCommand(), a.snapshotImportCommand())
	return cmd
}

func (a *app) snapshotListCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "list the stored snapshots, newest first",
		Args:  arguments(0, 0, ""),
		RunE:  func(cmd *cobra.Command, _ []string) error { return a.listSnapshots(cmd.Context()) },
	}
}

func (a *app) listSnapshots(ctx context.Context) error {
	st, err := a.existingStore(ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	list, err := st.Snapshots().List(ctx, 0)
	if err != nil {
		return err
	}
	answer := struct {
		Snapshots []store.Meta `json:"snapshots"`
	}{orEmpty(list)}
	return a.print(answer, func(w *table) {
		if len(list) == 0 {
			w.line("No snapshot is stored yet.")
			return
		}
		w.row("SNAPSHOT", "TAKEN", "ACCOUNTS", "IDENTITIES", "RESOURCES", "GAPS", "SOURCES")
		for _, m := range list {
			w.row(m.ID, m.TakenAt.UTC().Format(time.RFC3339), fmt.Sprint(m.Accounts), fmt.Sprint(m.Identities),
				fmt.Sprint(m.Resources), fmt.Sprint(m.Gaps), listed(m.Sources, 3))
		}
	})
}

func (a *app) snapshotExportCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "export SNAPSHOT FILE",
		Short: "write a snapshot to a file in the portable format",
		Long:  "Write a snapshot (an id, the beginning of one, or latest) to FILE in the portable format, or to - for standard output.",
		Args:  arguments(2, 2, "SNAPSHOT FILE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.exportSnapshot(cmd.Context(), args[0], args[1])
		},
	}
}

func (a *app) exportSnapshot(ctx context.Context, name, path string) error {
	st, err := a.existingStore(ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	meta, err := a.choose(ctx, st, name)
	if err != nil {
		return err
	}
	s, _, err := desk.Open(ctx, st, meta.ID)
	if err != nil {
		return err
	}
	if path == "-" {
		return snapshot.Encode(a.stdout, s)
	}
	if err := writeWhole(path, func(w io.Writer) error { return snapshot.Encode(w, s) }); err != nil {
		return err
	}
	answer := map[string]string{"snapshot": meta.ID, "file": path}
	return a.print(answer, func(w *table) { w.line(fmt.Sprintf("Wrote snapshot %s to %s", meta.ID, path)) })
}

// writeWhole writes a new file beside the target and renames it, so that no
// reader ever sees a part. An existing file is not replaced.
func writeWhole(path string, write func(io.Writer) error) (err error) {
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s: exists already; choose another name or remove it", path)
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".sightline-*")
	if err != nil {
		return fmt.Errorf("%s: cannot be written: %w", path, errors.Unwrap(err))
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name())
		}
	}()
	if err := errors.Join(write(f), f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return os.Rename(f.Name(), path)
}

func (a *app) snapshotImportCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "import FILE",
		Short: "store a snapshot from a file in the portable format",
		Args:  arguments(1, 1, "FILE"),
		RunE:  func(cmd *cobra.Command, args []string) error { return a.importSnapshot(cmd.Context(), args[0]) },
	}
}

func (a *app) importSnapshot(ctx context.Context, path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return fmt.Errorf("%s: %w", path, errors.Unwrap(err))
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("%s: is no regular file; `snapshot import` takes a file written by `snapshot export`", path)
	}
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("%s: %w", path, errors.Unwrap(err))
	}
	defer f.Close()
	s, err := snapshot.Decode(f)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if err := a.save(ctx, s); err != nil {
		return err
	}
	answer := map[string]string{"snapshot": s.ID(), "file": path}
	return a.print(answer, func(w *table) { w.line(fmt.Sprintf("Stored snapshot %s", s.ID())) })
}
