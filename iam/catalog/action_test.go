package catalog

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"sightline/iam/glob"
)

func TestAction(t *testing.T) {
	tests := []struct {
		ask, name string
		primary   Level
		types     []string // at least these
		dependent string
	}{
		{"s3:GetObject", "s3:GetObject", LevelRead, []string{"object"}, ""},
		{"S3:getobject", "s3:GetObject", LevelRead, []string{"object"}, ""},
		{"s3:ListBucket", "s3:ListBucket", LevelList, []string{"bucket"}, ""},
		{"s3:ListAllMyBuckets", "s3:ListAllMyBuckets", LevelList, nil, ""},
		{"s3:PutBucketPolicy", "s3:PutBucketPolicy", LevelPermissions, []string{"bucket"}, ""},
		{"iam:PassRole", "iam:PassRole", LevelWrite, []string{"role"}, ""},
		{"iam:TagRole", "iam:TagRole", LevelTagging, []string{"role"}, ""},
		{"sts:AssumeRole", "sts:AssumeRole", LevelWrite, []string{"role"}, ""},
		{"kms:Decrypt", "kms:Decrypt", LevelWrite, []string{"key"}, ""},
		{"ec2:RunInstances", "ec2:RunInstances", LevelWrite, []string{"instance", "subnet", "image"}, ""},
		{"lambda:CreateFunction", "lambda:CreateFunction", LevelWrite, []string{"function"}, "iam:PassRole"},
	}
	for _, tt := range tests {
		t.Run(tt.ask, func(t *testing.T) {
			a, ok := Embedded().Action(tt.ask)
			if !ok || a.FullName() != tt.name || a.Levels.Primary() != tt.primary {
				t.Errorf("found %v: %s, %s of %s; want %s, %s", ok, a.FullName(), a.Levels.Primary(), a.Levels, tt.name, tt.primary)
			}
			for _, want := range tt.types {
				if !slices.Contains(a.ResourceTypes, want) {
					t.Errorf("resource types %v lack %s", a.ResourceTypes, want)
				}
			}
			if has := Embedded().HasResource(tt.ask); has != (tt.types != nil) {
				t.Errorf("HasResource = %v", has)
			}
			if tt.dependent != "" && !slices.Contains(a.Dependent, tt.dependent) {
				t.Errorf("dependent actions %v lack %s", a.Dependent, tt.dependent)
			}
			if got := Embedded().Levels(tt.ask); got != a.Levels {
				t.Errorf("Levels = %s, Action has %s", got, a.Levels)
			}
		})
	}
}

func TestUnknownActionsAreNotFound(t *testing.T) {
	c := Embedded()
	for _, name := range []string{
		"", ":", "s3", "s3:", "s3:Get", "s3:GetObjects", "s3:*", "nosuch:GetObject",
		":GetObject", "s3:GetObject:", "\u212Ams:Decrypt",
	} {
		if a, ok := c.Action(name); ok {
			t.Errorf("%q is %s", name, a.FullName())
		}
		if n, ok := c.Canonical(name); ok || c.Levels(name) != 0 || c.HasResource(name) {
			t.Errorf("%q is known as %q", name, n)
		}
	}
	if _, ok := c.Service("nosuch"); ok {
		t.Error("a service that does not exist was found")
	}
}

func TestSupportFlags(t *testing.T) {
	for name, want := range map[string]bool{"s3:PutBucketPolicy": true, "sts:AssumeRole": true, "s3:GetObject": false, "iam:PassRole": false} {
		a, _ := Embedded().Action(name)
		if !a.SupportKnown || a.LastAccessed != want {
			t.Errorf("%s: known %v, last accessed %v, want %v", name, a.SupportKnown, a.LastAccessed, want)
		}
	}
}

func TestWithdrawn(t *testing.T) {
	c := Embedded()
	if !c.Withdrawn("AWS-MCP:callreadonlytool") || c.Withdrawn("s3:GetObject") || c.Withdrawn("") {
		t.Error("withdrawn actions are not told from others")
	}
}

func TestMatch(t *testing.T) {
	c := Embedded()
	tests := []struct {
		pattern   string
		has, lack []string
	}{
		{"s3:GetObject", []string{"s3:GetObject"}, []string{"s3:GetObjectAcl"}},
		{"S3:gETo*", []string{"s3:GetObject", "s3:GetObjectAcl"}, []string{"s3:GetBucketAcl", "s3:PutObject"}},
		{"s3:*Acl", []string{"s3:PutObjectAcl", "s3:GetBucketAcl"}, []string{"s3:GetObject"}},
		{"s3:Get?bject", []string{"s3:GetObject"}, []string{"s3:GetObjectAcl"}},
		{"s3:*", []string{"s3:GetObject"}, []string{"s3express:CreateBucket", "s3-object-lambda:GetObject"}},
		{"s3*:*", []string{"s3:GetObject", "s3express:CreateBucket", "s3-object-lambda:GetObject"}, []string{"sts:AssumeRole"}},
		{"*:PassRole", []string{"iam:PassRole"}, []string{"iam:GetRole"}},
		{"*PassRole", []string{"iam:PassRole"}, []string{"iam:GetRole"}},
		{"i*Role", []string{"iam:PassRole", "iam:GetRole"}, []string{"iam:TagRole2"}},
		{"*", []string{"s3:GetObject", "iam:PassRole"}, nil},
		{"**", []string{"s3:GetObject", "iam:PassRole"}, nil},
		{"*:*", []string{"s3:GetObject", "iam:PassRole"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.pattern, func(t *testing.T) {
			got := c.Match(tt.pattern)
			for _, name := range tt.has {
				if !slices.Contains(got, name) {
					t.Errorf("lacks %s", name)
				}
			}
			for _, name := range tt.lack {
				if slices.Contains(got, name) {
					t.Errorf("has %s", name)
				}
			}
		})
	}
	for _, pattern := range []string{"", "s3", "Get*", "nosuch:*", "s3:Get*:", "s3:NoSuch*"} {
		if got := c.Match(pattern); len(got) != 0 {
			t.Errorf("%q covers %d actions", pattern, len(got))
		}
	}
}

// Match narrows by prefix and literal text; the plain way must agree.
func TestMatchAgreesWithComparingEveryAction(t *testing.T) {
	c := Embedded()
	all := c.Match("*")
	for _, pattern := range []string{
		"iam:*SSH*", "IAM:delete*", "e?2:*", "*2:Des*s", "ec2:DescribeInstances", "*Tag*",
		"??:*", "s3:?etObject", "*:*Policy", "ec2:Describe*", "k*:De*t", "lambda:Invoke*", "?*:*", "dynamodb:*Item*",
	} {
		p := glob.NewFold(pattern)
		var want []string
		for _, name := range all {
			if p.Match(name) {
				want = append(want, name)
			}
		}
		if got := c.Match(pattern); !slices.Equal(got, want) || len(want) == 0 {
			t.Errorf("%s: %d actions, the plain way %d", pattern, len(got), len(want))
		}
	}
}

func TestResultsOfMatchAreTheCallersOwn(t *testing.T) {
	c := Embedded()
	c.Match("*")[0] = "changed"
	c.Match("s3:*")[0] = "changed"
	if slices.Contains(c.Match("*"), "changed") || slices.Contains(c.Match("s3:*"), "changed") {
		t.Error("a change by one caller is seen by the next")
	}
}

func TestByLevel(t *testing.T) {
	c := Embedded()
	permissions := c.ByLevel("S3", LevelPermissions)
	if !slices.Contains(permissions, "s3:PutBucketPolicy") || slices.Contains(permissions, "s3:GetObject") {
		t.Errorf("permissions of s3: %v", permissions)
	}
	if !slices.IsSorted(permissions) || len(c.ByLevel("nosuch", LevelRead)) != 0 {
		t.Error("not sorted, or actions of no service")
	}
	total := 0
	for _, l := range []Level{LevelList, LevelRead, LevelWrite} {
		total += len(c.ByLevel("*", l))
	}
	if total != c.Counts().Actions { // AWS marks each action as one of the three
		t.Errorf("list, read and write together are %d of %d", total, c.Counts().Actions)
	}
}

func TestLevelWords(t *testing.T) {
	for _, word := range []string{"list", "read", "write", "permissions", "tagging"} {
		l, ok := ParseLevel(word)
		if !ok || l.String() != word || l.Primary() != l {
			t.Errorf("%s: %v, %s, primary %s", word, ok, l, l.Primary())
		}
	}
	if _, ok := ParseLevel("Read"); ok {
		t.Error("Read is no word")
	}
	both := LevelTagging | LevelWrite
	if both.String() != "write,tagging" || both.Primary() != LevelTagging || both.Has(LevelRead) || Level(0).Primary() != 0 {
		t.Errorf("%s, primary %s", both, both.Primary())
	}
	if (both | LevelPermissions).Primary() != LevelPermissions {
		t.Error("permissions is not the first")
	}
}

func TestConcurrentUse(t *testing.T) {
	c, err := open([]byte(embedded))
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if _, ok := c.Action("s3:getobject"); !ok || len(c.Match("iam:*")) == 0 {
				t.Error("not found")
			}
			if len(c.ActionsOn("arn:aws:iam::111122223333:role/r")) == 0 {
				t.Error("no actions on a role")
			}
		})
	}
	wg.Wait()
}

func TestPrefixesAreSorted(t *testing.T) {
	got := Embedded().Services()
	if !slices.IsSorted(got) || strings.ToLower(strings.Join(got, " ")) != strings.Join(got, " ") {
		t.Error("prefixes are not sorted or not lower-case")
	}
}
