package snapshot

import (
	"encoding/json"
	"fmt"
	"strconv"
)

// shownLength limits a value in an error message.
const shownLength = 120

// show prints a value of a conflict for a reader: a policy by its name and
// place, anything else as JSON, shortened.
func show(v any) string {
	if a, ok := v.(*Attachment); ok {
		return showAttachment(a)
	}
	text, err := json.Marshal(v)
	if err != nil {
		text = []byte(fmt.Sprint(v))
	}
	if len(text) > shownLength {
		text = append(text[:shownLength:shownLength], "…"...)
	}
	return string(text)
}

func showAttachment(a *Attachment) string {
	if a == nil {
		return "none"
	}
	text := strconv.Quote(a.Name)
	if a.File != "" {
		text += " at " + a.File
		if a.Line > 0 {
			text += ":" + strconv.Itoa(a.Line)
		}
	}
	if len(a.Document) >= 8 {
		text += " (text " + a.Document[:8] + ")"
	}
	return text
}
