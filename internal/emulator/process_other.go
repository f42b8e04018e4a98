//go:build !linux

package emulator

import (
	"os"
	"syscall"
)

// ownGroup is for Linux, the only system that the emulator runs on.
func ownGroup() *syscall.SysProcAttr { return nil }

func killGroup(p *os.Process) { _ = p.Kill() }
