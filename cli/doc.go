// Package cli is the command line: one file a verb, wiring of collectors and
// stores, the exit statuses and formats that users and scripts rely on. It is
// the only place that knows concrete backends and reads the clock.
package cli
