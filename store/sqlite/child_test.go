//go:build unix

package sqlite

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"testing"
	"time"

	"sightline/store"
)

// The test binary runs itself again as the process that is killed, limited or
// in the way. The variables say which, and with what.
const (
	childEnv = "SIGHTLINE_STORE_CHILD"
	pathEnv  = "SIGHTLINE_STORE_PATH"
	seedEnv  = "SIGHTLINE_STORE_SEED"
)

func TestMain(m *testing.M) {
	role := os.Getenv(childEnv)
	if role == "" {
		os.Exit(m.Run())
	}
	if err := children()[role](context.Background(), os.Getenv(pathEnv)); err != nil {
		fmt.Fprintln(os.Stderr, role, "failed:", err)
		os.Exit(1)
	}
}

func children() map[string]func(ctx context.Context, path string) error {
	return map[string]func(context.Context, string) error{"saver": saveForever, "limited": saveLimited}
}

func childCommand(t testing.TB, role, path string, seed uint64) *exec.Cmd {
	self, err := os.Executable()
	must(t, err)
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Env = append(os.Environ(), childEnv+"="+role, pathEnv+"="+path, seedEnv+"="+strconv.FormatUint(seed, 10))
	return cmd
}

// saveForever saves numbered snapshots, each number one more than the latest
// in the store, and deletes the oldest beyond a few. It says on standard
// output what it is about to save and what it has saved.
func saveForever(ctx context.Context, path string) error {
	seed, err := strconv.ParseUint(os.Getenv(seedEnv), 10, 64)
	if err != nil {
		return err
	}
	random := rand.New(rand.NewPCG(seed, 1))
	s, err := Open(ctx, path)
	if err != nil {
		return err
	}
	defer s.Close()
	for {
		if err := saveNext(ctx, s, random); err != nil {
			return err
		}
	}
}

func saveNext(ctx context.Context, s *Store, random *rand.Rand) error {
	list, err := s.Snapshots().List(ctx, 0)
	if err != nil {
		return err
	}
	list = slices.DeleteFunc(list, func(m store.Meta) bool { return m.Sources == nil }) // not a saver's
	number := 1
	if len(list) > 0 {
		number = list[0].Accounts + 1
	}
	text := numbered(random)
	fmt.Println("saving", number)
	m := numberedMeta(number, text)
	m.Sources = []string{"a saver"}
	if err := s.Snapshots().Save(ctx, m, bytes.NewReader(text)); err != nil {
		return err
	}
	fmt.Println("saved", number)
	const few = 3
	if len(list) > few {
		return s.Snapshots().Delete(ctx, list[len(list)-1].ID)
	}
	return nil
}

// numbered returns up to 2.5 MiB, most often several chunks, half of it packable.
func numbered(random *rand.Rand) []byte {
	text := make([]byte, random.IntN(5<<19))
	for i := range text {
		text[i] = "0123456789abcdef"[random.IntN(16)]
	}
	return fmt.Appendf(text, " %d", random.Uint64())
}

// numberedMeta keeps the number as the count of accounts; the id is the hash.
func numberedMeta(number int, text []byte) store.Meta {
	sum := sha256.Sum256(text)
	return store.Meta{ID: hex.EncodeToString(sum[:]), TakenAt: time.UnixMilli(int64(number)), Accounts: number}
}

// wholeNumber proves that a snapshot is whole: its content has the hash that
// is its id.
func wholeNumber(ctx context.Context, s *Store, id string) error {
	r, _, err := s.Snapshots().Open(ctx, id)
	if err != nil {
		return err
	}
	defer r.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, r); err != nil {
		return err
	}
	if got := hex.EncodeToString(hash.Sum(nil)); got != id {
		return fmt.Errorf("the content of %s has the hash %s", id, got)
	}
	return nil
}
