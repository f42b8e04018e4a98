//go:build !race

package emulator

// raced: the race detector is on, and everything takes longer.
const raced = false
