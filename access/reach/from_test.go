package reach_test

import (
	"encoding/json"
	"strings"
	"testing"

	"sightline/access/reach"
)

func TestFromNamesWhatIsWrong(t *testing.T) {
	w := threeAccounts()
	w.queue(home, "jobs")
	k := w.asker(t)
	for _, c := range []struct{ from, to, want string }{
		{"alicia", "", `did you mean user/alice?`},
		{"i-0123", "", "not in the snapshot"},
		{"arn:aws:sqs:eu-west-1:" + home + ":jobs", "", "runs as no role"},
		{"alice", "arn:aws:s3", "six parts"},
		{"alice", "role/transfre", "write an ARN, a glob"},
		{"arn:aws:iam::" + home + ":user/nobody", "", "not in the snapshot"},
	} {
		_, err := reach.From(k, c.from, c.to, reach.Options{})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("from %q to %q: %v, want %q", c.from, c.to, err, c.want)
		}
	}
}

// The JSON form is what scripts rely on: see the contract.
func TestJSONShape(t *testing.T) {
	w := newWorld(home)
	w.user(home, "alice", allow("sqs:SendMessage", "*"))
	w.queue(home, "jobs")
	answer, err := reach.From(w.asker(t), "alice", "", reach.Options{})
	if err != nil {
		t.Fatal(err)
	}
	got, err := json.Marshal(answer)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"from":"arn:aws:iam::111122223333:user/alice","paths":[{"hops":[{"from":"arn:aws:iam::111122223333:user/alice",` +
		`"to":"arn:aws:sqs:eu-west-1:111122223333:jobs","kind":"access","verdict":"allowed","levels":["write"],"actions":["sqs:SendMessage"],` +
		`"because":[{"layer":"identity","policy":"inline own","statement":0,"effect":"Allow"}],"conditions":[]}],` +
		`"target":"arn:aws:sqs:eu-west-1:111122223333:jobs","targetKind":"resource","verdict":"allowed","precision":"exact"}],` +
		`"gaps":[],"notCollected":[],"incomplete":false}`
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestEmptyAnswerHasLists(t *testing.T) {
	w := newWorld(home)
	w.user(home, "idle")
	answer, err := reach.From(w.asker(t), "idle", "", reach.Options{})
	if err != nil {
		t.Fatal(err)
	}
	got, err := json.Marshal(answer)
	want := `{"from":"arn:aws:iam::111122223333:user/idle","paths":[],"gaps":[],"notCollected":[],"incomplete":false}`
	if err != nil || string(got) != want {
		t.Errorf("%s %v", got, err)
	}
}

// An Explorer keeps what it worked out, and answers the same each time.
func TestAnswersRepeat(t *testing.T) {
	k := sampleAsker(t)
	x := reach.New(k, reach.Options{})
	starts := []string{"i-0a1b2c3d4e5f60718", "*", "777788889999", "i-0b7e41d29c5a8f013", "i-0a1b2c3d4e5f60718"}
	for _, from := range starts {
		kept, err := x.From(from, "")
		if err != nil {
			t.Fatal(err)
		}
		fresh, err := reach.From(k, from, "", reach.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if draw(kept) != draw(fresh) {
			t.Errorf("from %s: an explorer that was used before answers differently", from)
		}
	}
}
