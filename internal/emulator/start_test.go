package emulator

import (
	"net/http"
	"strings"
	"testing"
)

func TestStartAndStop(t *testing.T) {
	e := Start(t)
	answer, err := http.Get(e.Endpoint + "/moto-api/data.json")
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		t.Errorf("status %s", answer.Status)
	}
	e.Stop()
	if _, err := http.Get(e.Endpoint + "/moto-api/data.json"); err == nil {
		t.Error("it still answers after Stop")
	}
}

func TestNotInstalledSaysHow(t *testing.T) {
	t.Setenv("SIGHTLINE_EMULATOR_DIR", t.TempDir()+"/none")
	_, err := Run()
	if err == nil || !strings.Contains(err.Error(), "run `sh scripts/emulator.sh install`") || strings.Contains(err.Error(), "\n") {
		t.Errorf("error %v", err)
	}
}
