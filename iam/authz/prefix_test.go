package authz

import "testing"

func TestPrefixDefault(t *testing.T) {
	c := Context{Default: Undetermined}
	c.SetPrefixDefault("aws:PrincipalTag/", Absent)
	c.SetPrefixDefault("aws:principaltag/secret", Present)
	c.Set("aws:PrincipalTag/team", "red")
	clone := c.Clone()
	clone.SetPrefixDefault("aws:PrincipalTag/", Undetermined)
	tests := []struct {
		name string
		ctx  *Context
		key  string
		want State
	}{
		{"set key", &c, "aws:PrincipalTag/Team", Present},
		{"other key of the prefix", &c, "aws:PrincipalTag/cost", Absent},
		{"longer prefix counts, and gives no value", &c, "aws:PrincipalTag/secret-1", Undetermined},
		{"key beside the prefix", &c, "aws:PrincipalType", Undetermined},
		{"later call replaces, in the clone alone", &clone, "aws:PrincipalTag/cost", Undetermined},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := test.ctx.Lookup(FoldKey(test.key)).State; got != test.want {
				t.Errorf("state %v, want %v", got, test.want)
			}
		})
	}
	if n := testing.AllocsPerRun(100, func() { c.Lookup("aws:principaltag/cost") }); n != 0 {
		t.Errorf("Lookup allocates %v times", n)
	}
	if _, ok := c.PrefixDefault("aws:ResourceTag/"); ok {
		t.Error("a prefix that nobody set has a default")
	}
}
