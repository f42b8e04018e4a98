package deptest

// Clocks lists where the clock is read; everywhere else `now` is an argument.
func Clocks() map[string]string {
	return map[string]string{
		"cli":             "the edge: it hands the time to everything below",
		"scripts/testrun": "says how long tests took",
		"scripts/slowrun": "says how long parts took",
	}
}

// Waits lists where the program waits for a time to pass; a pure function
// never does.
func Waits() map[string]string {
	return map[string]string{
		"server/job":   "scans are repeated after a time",
		"store/sqlite": "writers wait for each other",
	}
}

// Variables lists package variables that the test of state cannot tell from
// mutable ones, as "folder.name", each with the reason why it is none.
func Variables() map[string]string {
	return map[string]string{}
}

// LongFiles lists files above 400 lines with the reason why they are one.
func LongFiles() map[string]string {
	return map[string]string{}
}
