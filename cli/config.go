package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"gopkg.in/yaml.v3"
)

// maxConfig limits a configuration file, in bytes.
const maxConfig = 1 << 20

// config is sightline.yaml; every key is optional and an unknown one is an
// error. Keys whose subject is not built yet are read, so that a file written
// for a later version is checked, and have no effect.
type config struct {
	Listen    string           `yaml:"listen"`
	Store     string           `yaml:"store"`
	Discovery discoveryConfig  `yaml:"discovery"`
	Activity  activityConfig   `yaml:"activity"`
	Analyzers []analyzerConfig `yaml:"analyzers"`
}

type discoveryConfig struct {
	PollInterval string           `yaml:"poll_interval"`
	AWS          []awsSource      `yaml:"aws"`
	Teleport     []teleportSource `yaml:"teleport"`
}

type awsSource struct {
	Name         string     `yaml:"name"`
	Organization bool       `yaml:"organization"`
	AssumeRole   assumeRole `yaml:"assume_role"`
	Regions      []string   `yaml:"regions"`
	Group        string     `yaml:"group"`
}

type assumeRole struct {
	Name       string `yaml:"name"`
	ExternalID string `yaml:"external_id"`
}

type teleportSource struct {
	Name string `yaml:"name"`
	Path string `yaml:"path"`
}

type activityConfig struct {
	CloudTrail []trailSource `yaml:"cloudtrail"`
}

type trailSource struct {
	Name   string `yaml:"name"`
	Bucket string `yaml:"bucket"`
	Prefix string `yaml:"prefix"`
}

func readConfig(path string) (config, error) {
	text, err := readLimited(path, maxConfig)
	if err != nil {
		return config{}, fmt.Errorf("--config: %w", err)
	}
	var c config
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	if err := d.Decode(&c); err != nil && !errors.Is(err, io.EOF) {
		return config{}, fmt.Errorf("%s: %s", path, yamlMessage(err))
	}
	if err := d.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return config{}, fmt.Errorf("%s: holds more than one document; a configuration is one", path)
	}
	c.placeAnalyzers(text)
	return c, c.checkAnalyzers(path)
}

// yamlMessage puts the library's list of errors on one line and names a key
// rather than a Go type.
func yamlMessage(err error) string {
	text := strings.TrimPrefix(err.Error(), "yaml: ")
	text = strings.ReplaceAll(text, "unmarshal errors:\n", "")
	if i := strings.Index(text, " not found in type"); i >= 0 {
		text = strings.Replace(text[:i], "field ", "unknown key ", 1)
	}
	return strings.Join(strings.Fields(text), " ")
}

// readLimited reads a regular file up to a size.
func readLimited(path string, limit int64) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: %w", path, errors.Unwrap(err))
	case info.IsDir():
		return nil, fmt.Errorf("%s: is a directory, not a file", path)
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s: is no regular file", path)
	case info.Size() > limit:
		return nil, fmt.Errorf("%s: larger than the limit of %d MiB", path, limit>>20)
	}
	return os.ReadFile(path)
}
