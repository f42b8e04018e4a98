package emulator

import (
	"os"
	"syscall"
)

// ownGroup makes a process the head of a group, to be ended with its children,
// and ends it when the test itself is killed.
func ownGroup() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}

func killGroup(p *os.Process) {
	_ = syscall.Kill(-p.Pid, syscall.SIGKILL) // gone already: as wanted
}
