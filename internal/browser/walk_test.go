package browser_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"sightline/internal/emulator"
)

// TestWalk goes from the sign-in link to an explanation, and over every other
// page, on the bundled sample.
func TestWalk(t *testing.T) {
	fastRun(t)
	walk(t, "walk.mjs", "SIGHTLINE_LINK="+serve(t, nil))
}

// TestFindings works through findings, analyzers and rules on the sample, with an
// analyzer that the configuration declares.
func TestFindings(t *testing.T) {
	fastRun(t)
	config := filepath.Join(t.TempDir(), "sightline.yaml")
	if err := os.WriteFile(config, []byte("analyzers:\n  - {name: outside, type: external, zone: organization}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	walk(t, "findings.mjs", "SIGHTLINE_LINK="+serve(t, nil, "--config", config))
}

// TestTheSameInTheBrowser: what the command line answers about an organization
// that was read over the wire, the page shows, too.
func TestTheSameInTheBrowser(t *testing.T) {
	fastRun(t)
	e := emulator.Start(t)
	w, err := emulator.Seed(t.Context(), e.Endpoint)
	if err != nil {
		t.Fatal(err)
	}
	env := []string{
		"AWS_ENDPOINT_URL=" + e.Endpoint, "AWS_REGION=us-east-1",
		"AWS_ACCESS_KEY_ID=" + emulator.AccessKey, "AWS_SECRET_ACCESS_KEY=" + emulator.SecretKey,
	}
	store := "sqlite://" + filepath.Join(t.TempDir(), "s.db")
	ask(t, env, "scan", "--organization", "--regions", "us-east-1,eu-west-1", "--store", store)
	bucket := w.Account("prod").Bucket("shared").ARN("")
	var answer struct {
		Principals []struct{ Principal, Verdict string }
	}
	if err := json.Unmarshal(ask(t, env, "who-can", "*", bucket, "--store", store), &answer); err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, p := range answer.Principals {
		names = append(names, p.Principal)
	}
	if len(names) < 4 {
		t.Fatalf("who-can lists %q: too few to compare", names)
	}
	link := serve(t, env, "--no-scan", "--store", store)
	walk(t, "same.mjs", "SIGHTLINE_LINK="+link, "SIGHTLINE_RESOURCE="+bucket, "SIGHTLINE_PRINCIPALS="+strings.Join(names, "\n"))
}

// TestServeReadsAWS: without any flag the organization of the credentials is
// read and shown.
func TestServeReadsAWS(t *testing.T) {
	fastRun(t)
	e := emulator.Start(t)
	w, err := emulator.Seed(t.Context(), e.Endpoint)
	if err != nil {
		t.Fatal(err)
	}
	link := serve(t, []string{
		"AWS_ENDPOINT_URL=" + e.Endpoint, "AWS_REGION=us-east-1",
		"AWS_ACCESS_KEY_ID=" + emulator.AccessKey, "AWS_SECRET_ACCESS_KEY=" + emulator.SecretKey,
	})
	walk(t, "live.mjs", "SIGHTLINE_LINK="+link, "SIGHTLINE_RESOURCE="+w.Account("prod").Bucket("data").ARN(""), "SIGHTLINE_ACCOUNT=prod")
}

// ask runs the program with its answer in JSON.
func ask(t *testing.T, env []string, args ...string) []byte {
	t.Helper()
	path, err := program()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(path, append(args, "--output", "json")...)
	c.Env = append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir(), "AWS_EC2_METADATA_DISABLED=true"}, env...)
	var stderr bytes.Buffer
	c.Stderr = &stderr
	out, err := c.Output()
	if c.ProcessState.ExitCode() != 0 && c.ProcessState.ExitCode() != 3 {
		t.Fatalf("sightline %s: %v: %s", strings.Join(args, " "), err, stderr.String())
	}
	return out
}
