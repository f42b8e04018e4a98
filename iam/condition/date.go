package condition

import (
	"math"
	"time"
)

// ParseDate reads a W3C ISO 8601 date or epoch seconds, and gives milliseconds
// since 1970, truncated: AWS compares to the millisecond. The forms are YYYY,
// YYYY-MM, YYYY-MM-DD, and the last with Thh:mm, Thh:mm:ss or Thh:mm:ss.f and a
// zone, Z or ±hh:mm. A date without time stands for midnight UTC. Four digits
// are a year; other digits-only texts are seconds. It does not allocate.
// Source: IAM User Guide "Condition operators", date. Cases: date-epoch-in-the-policy,
// date-offset-is-normalised, date-only-form-is-midnight-utc (inferred).
func ParseDate(text string) (milliseconds int64, ok bool) {
	if len(text) == 0 || len(text) > 64 {
		return 0, false
	}
	if n, isNumber := ParseNumber(text); isNumber && !isYear(text) {
		return epochMilliseconds(n, text[0] != '+')
	}
	r := reader{rest: text, ok: true}
	return r.date()
}

func isYear(text string) bool { return len(text) == 4 && digits(text) }

// epochMilliseconds scales exactly and refuses what does not fit.
func epochMilliseconds(n Number, ok bool) (int64, bool) {
	if !ok {
		return 0, false
	}
	var ms int64
	for i := range len(n.whole) + 3 {
		digit := int64(0)
		if i < len(n.whole) {
			digit = int64(n.whole[i] - '0')
		} else if j := i - len(n.whole); j < len(n.fraction) {
			digit = int64(n.fraction[j] - '0')
		}
		if ms > (math.MaxInt64-9)/10 {
			return 0, false
		}
		ms = ms*10 + digit
	}
	if n.negative {
		ms = -ms
	}
	return ms, true
}

// reader takes a date apart from the left; ok turns false at the first fault
// and stays so.
type reader struct {
	rest string
	ok   bool
}

func (r *reader) date() (int64, bool) {
	year, month, day := r.number(4, 9999), 1, 1
	if r.take('-') {
		month = r.number(2, 12)
		if r.take('-') {
			day = r.number(2, 31)
			if r.take('T') {
				return r.clock(year, month, day)
			}
		}
	}
	return r.finish(year, month, day, 0, 0)
}

// clock reads what follows the T: the time and its zone, which is required.
func (r *reader) clock(year, month, day int) (int64, bool) {
	hour := r.number(2, 23)
	r.ok = r.take(':') && r.ok
	ms := (hour*60 + r.number(2, 59)) * 60_000
	if r.take(':') {
		ms += r.number(2, 59) * 1000
		if r.take('.') {
			ms += r.fraction()
		}
	}
	return r.finish(year, month, day, ms, r.zone())
}

// fraction reads any number of digits and keeps three.
func (r *reader) fraction() (ms int) {
	n := 0
	for ; len(r.rest) > 0 && r.rest[0] >= '0' && r.rest[0] <= '9'; r.rest = r.rest[1:] {
		if n < 3 {
			ms = ms*10 + int(r.rest[0]-'0')
		}
		n++
	}
	r.ok = r.ok && n > 0
	for ; n < 3; n++ {
		ms *= 10
	}
	return ms
}

// zone gives minutes east of UTC.
func (r *reader) zone() int {
	if r.take('Z') {
		return 0
	}
	sign := 1
	if r.take('-') {
		sign = -1
	} else {
		r.ok = r.take('+') && r.ok
	}
	hours := r.number(2, 23)
	r.ok = r.take(':') && r.ok
	return sign * (hours*60 + r.number(2, 59))
}

func (r *reader) finish(year, month, day, ms, zone int) (int64, bool) {
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if !r.ok || r.rest != "" || month == 0 || t.Day() != day {
		return 0, false
	}
	return t.UnixMilli() + int64(ms) - int64(zone)*60_000, true
}

func (r *reader) take(c byte) bool {
	if r.rest == "" || r.rest[0] != c {
		return false
	}
	r.rest = r.rest[1:]
	return true
}

// number reads a fixed count of digits, up to a greatest value.
func (r *reader) number(count, most int) (n int) {
	if len(r.rest) < count || !digits(r.rest[:count]) {
		r.ok = false
		return 0
	}
	for i := range count {
		n = n*10 + int(r.rest[i]-'0')
	}
	r.rest = r.rest[count:]
	r.ok = r.ok && n <= most
	return n
}
