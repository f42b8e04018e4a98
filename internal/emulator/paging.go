package emulator

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
)

// paged says how an operation gives a long list in pieces: where the token of
// the next piece stands in request and answer, and which lists are parted.
type paged struct {
	in, out string
	more    string // a flag beside the token: IsTruncated, Truncated
	size    []string
	lists   []string
}

// pieces is into how many pages a list is cut. The first is empty, which AWS
// allows: only a missing token is the end.
const pieces = 3

// pageToken is what tokens begin with; the number of the page follows.
const pageToken = "page/+= "

// Page gives lists in pages, whatever size is asked for.
func Page(w http.ResponseWriter, x *exchange) {
	how, ok := pagedOperations()[x.Name()]
	if !ok {
		x.real().write(w)
		return
	}
	number := 0
	x.body = x.withoutPaging(how, &number)
	a := x.real()
	if a.status == http.StatusOK {
		a.body = how.page(x.Call, a.body, number)
	}
	a.write(w)
}

// withoutPaging takes token and size out of a request, so that the emulator
// gives everything, and reads which page is meant.
func (x *exchange) withoutPaging(how paged, number *int) []byte {
	take := func(values url.Values) string {
		token := values.Get(how.in)
		for _, name := range append(how.size, how.in) {
			values.Del(name)
		}
		return token
	}
	var token string
	body := x.body
	switch x.protocol() {
	case query, ec2query:
		form, _ := url.ParseQuery(string(body)) // identify has read it before
		token = take(form)
		body = []byte(form.Encode())
	case rpcJSON:
		token, body = jsonWithoutPaging(how, body)
	default:
		values := x.request.URL.Query()
		token = take(values)
		x.request.URL.RawQuery = values.Encode()
	}
	if n, found := strings.CutPrefix(token, pageToken); found && len(n) == 1 {
		*number = int(n[0] - '0')
	}
	return body
}

func jsonWithoutPaging(how paged, body []byte) (token string, rest []byte) {
	var object map[string]any
	if json.Unmarshal(body, &object) != nil {
		return "", body
	}
	token, _ = object[how.in].(string)
	for _, name := range append(how.size, how.in) {
		delete(object, name)
	}
	return token, []byte(jsonText(object))
}

// bounds are where a page of a list of so many begins and ends.
func bounds(total, number int) (from, to int) {
	half := (total + 1) / 2
	switch number {
	case 0:
		return 0, 0
	case 1:
		return 0, half
	default:
		return half, total
	}
}

// page cuts one page out of an answer that holds all.
func (how paged) page(c Call, body []byte, number int) []byte {
	next := ""
	if number < pieces-1 {
		next = pageToken + string(rune('0'+number+1))
	}
	if c.protocol() == rpcJSON || c.protocol() == restJSON {
		return how.pageJSON(body, number, next)
	}
	top, err := parseXML(body)
	if err != nil {
		return body
	}
	inner := top
	if result := top.child(c.Operation + "Result"); result != nil {
		inner = result
	}
	how.pageXML(inner, number, next)
	return top.print()
}

func (how paged) pageXML(e *element, number int, next string) {
	total := 0
	for _, name := range how.lists {
		if list := e.child(name); list != nil {
			total += len(list.children)
		}
	}
	from, to := bounds(total, number)
	at := 0
	for _, name := range how.lists {
		list := e.child(name)
		if list == nil {
			continue
		}
		n := len(list.children)
		list.children = list.children[clamp(from-at, n):clamp(to-at, n)]
		list.text = ""
		at += n
	}
	e.drop(how.out)
	if next != "" {
		e.set(how.out, next)
	}
	if how.more != "" {
		e.set(how.more, map[bool]string{true: "true", false: "false"}[next != ""])
	}
}

func clamp(n, most int) int { return max(0, min(n, most)) }

func (how paged) pageJSON(body []byte, number int, next string) []byte {
	var object map[string]any
	if json.Unmarshal(body, &object) != nil {
		return body
	}
	for _, name := range how.lists {
		if list, ok := object[name].([]any); ok {
			from, to := bounds(len(list), number)
			object[name] = list[from:to]
		}
	}
	delete(object, how.out)
	if next != "" {
		object[how.out] = next
	}
	if how.more != "" {
		object[how.more] = next != ""
	}
	return []byte(jsonText(object))
}
