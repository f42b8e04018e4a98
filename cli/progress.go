package cli

import (
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"sightline/collect/aws"
)

// bar shows on a terminal how far a scan is; elsewhere it shows nothing, so
// that logs stay clean. The function it returns takes the bar away.
func bar(stderr io.Writer) (tell func(aws.Progress), done func()) {
	f, ok := stderr.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return nil, func() {}
	}
	b := progressbar.NewOptions(1,
		progressbar.OptionSetWriter(f), progressbar.OptionSetDescription("asking AWS"),
		progressbar.OptionShowCount(), progressbar.OptionSetWidth(24), progressbar.OptionClearOnFinish(),
		progressbar.OptionSetPredictTime(false), progressbar.OptionThrottle(80*time.Millisecond), progressbar.OptionSetElapsedTime(true),
	)
	return func(p aws.Progress) {
		b.ChangeMax(max(p.Total, p.Finished+1)) // it would end at the maximum, which still grows
		b.Describe(describe(p))
		_ = b.Set(p.Finished)
	}, func() { _ = b.Finish() }
}

func describe(p aws.Progress) string {
	where := p.Account
	if p.AccountName != "" {
		where = p.AccountName
	}
	if p.Region != "" {
		where += " " + p.Region
	}
	return printable(where + " " + p.Service)
}
