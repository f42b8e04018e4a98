package reach

import (
	"testing"

	"sightline/access/permission"
	"sightline/iam/authz"
)

// What is quickly said not to be public lets nobody in without being named.
func TestPublicIsWhatAnyoneMayReach(t *testing.T) {
	public := 0
	for name, k := range map[string]*permission.Asker{"sample": sampleWorld(t), "generated": generatedWorld(t)} {
		x := New(k, Options{})
		for i := range x.snap.Data().Resources {
			arn := x.snap.Data().Resources[i].ARN
			got, err := x.Public(arn)
			if err != nil {
				t.Fatal(err)
			}
			open, err := k.Access(authz.Principal{}, x.all, arn, nil)
			if err != nil {
				t.Fatal(err)
			}
			for _, h := range open {
				if h.Verdict == permission.Allowed && !got {
					t.Errorf("%s: anyone may reach %s", name, arn)
				}
			}
			if slow, err := x.public(arn); err != nil || slow != got {
				t.Errorf("%s: %s is public: %v, quickly %v, %v", name, arn, slow, got, err)
			}
			if got {
				public++
			}
		}
	}
	if public == 0 {
		t.Error("nothing is public")
	}
}
