package condition

import (
	"math"
	"strings"
	"time"
)

// dateLayouts are the forms of the W3C note on ISO 8601. A form without zone
// exists only for dates without time, which stand for midnight UTC.
func dateLayouts() [6]string {
	return [...]string{
		"2006-01-02T15:04:05.999999999Z07:00", "2006-01-02T15:04:05Z07:00", "2006-01-02T15:04Z07:00",
		"2006-01-02", "2006-01", "2006",
	}
}

// ParseDate reads a W3C ISO 8601 date or epoch seconds, and gives milliseconds
// since 1970, truncated: AWS compares to the millisecond. Four digits are a
// year; other digits-only texts are seconds.
// Source: IAM User Guide "Condition operators", date. Cases: date-epoch-in-the-policy,
// date-offset-is-normalised, date-only-form-is-midnight-utc.
func ParseDate(text string) (milliseconds int64, ok bool) {
	if len(text) == 0 || len(text) > 64 {
		return 0, false
	}
	if n, isNumber := ParseNumber(text); isNumber && !isYear(text) && text[0] != '+' {
		return epochMilliseconds(n)
	}
	if !strictForm(text) {
		return 0, false
	}
	for _, layout := range dateLayouts() {
		if t, err := time.Parse(layout, text); err == nil {
			return t.UnixMilli(), true
		}
	}
	return 0, false
}

// strictForm refuses what time.Parse takes too kindly: hours of one digit, a
// comma before the fraction, zones without colon.
func strictForm(text string) bool {
	if len(text) <= len("2006-01-02") {
		return true
	}
	return len(text) >= len("2006-01-02T15:04Z") && text[10] == 'T' && text[13] == ':' &&
		strings.IndexByte(":Z+-", text[16]) >= 0 && !strings.Contains(text, ",")
}

func isYear(text string) bool { return len(text) == 4 && digits(text) }

// epochMilliseconds scales exactly and refuses what does not fit.
func epochMilliseconds(n Number) (int64, bool) {
	fraction := (n.fraction + "000")[:3]
	var ms int64
	for _, d := range n.whole + fraction {
		if ms > (math.MaxInt64-9)/10 {
			return 0, false
		}
		ms = ms*10 + int64(d-'0')
	}
	if n.negative {
		ms = -ms
	}
	return ms, true
}
