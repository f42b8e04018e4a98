package emulator

import (
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/eks"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/rds"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// quick tries again at once.
func quick() aws.Retryer {
	return retry.NewStandard(func(o *retry.StandardOptions) {
		o.MaxAttempts = 3
		o.Backoff = retry.BackoffDelayerFunc(func(int, error) (time.Duration, error) { return time.Millisecond, nil })
	})
}

// TestPages proves that a client that follows the tokens has everything, and
// that one that does not has nothing: the first page is empty.
func TestPages(t *testing.T) {
	w := seeded(t)
	whole, parted := counts(t, proxy(t, w)), counts(t, proxy(t, w, Rule{Do: Page}))
	for name, want := range whole {
		if got := parted[name]; got.items != want.items || want.items == 0 || got.pages != pieces {
			t.Errorf("%s: %d items on %d pages, in one piece %d", name, got.items, got.pages, want.items)
		}
	}
}

type listed struct{ items, pages int }

// counts reads lists to their end.
func counts(t *testing.T, p *Proxy) map[string]listed {
	t.Helper()
	c, err := Config(p.URL, Virginia, Management())
	if err != nil {
		t.Fatal(err)
	}
	prod, err := Assume(t.Context(), p.URL, seeded(t).Account("prod").ARN("role/"+ReaderRole))
	if err != nil {
		t.Fatal(err)
	}
	inProd, err := Config(p.URL, Virginia, prod)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]listed{}
	add := func(name string, n int, err error) {
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		got[name] = listed{got[name].items + n, got[name].pages + 1}
	}
	users := iam.NewListUsersPaginator(iam.NewFromConfig(c), nil)
	for users.HasMorePages() {
		out, err := users.NextPage(t.Context())
		add("users", len(out.Users), err)
	}
	details := iam.NewGetAccountAuthorizationDetailsPaginator(iam.NewFromConfig(c), nil)
	for details.HasMorePages() {
		out, err := details.NextPage(t.Context())
		add("details", len(out.UserDetailList)+len(out.GroupDetailList)+len(out.RoleDetailList)+len(out.Policies), err)
	}
	accounts := organizations.NewListAccountsPaginator(organizations.NewFromConfig(c), nil)
	for accounts.HasMorePages() {
		out, err := accounts.NextPage(t.Context())
		add("accounts", len(out.Accounts), err)
	}
	keys := kms.NewListKeysPaginator(kms.NewFromConfig(inProd), nil)
	for keys.HasMorePages() {
		out, err := keys.NextPage(t.Context())
		add("keys", len(out.Keys), err)
	}
	instances := ec2.NewDescribeInstancesPaginator(ec2.NewFromConfig(inProd), nil)
	for instances.HasMorePages() {
		out, err := instances.NextPage(t.Context())
		add("instances", len(out.Reservations), err)
	}
	clusters := eks.NewListClustersPaginator(eks.NewFromConfig(inProd), nil)
	for clusters.HasMorePages() {
		out, err := clusters.NextPage(t.Context())
		add("clusters", len(out.Clusters), err)
	}
	databases := rds.NewDescribeDBInstancesPaginator(rds.NewFromConfig(inProd), nil)
	for databases.HasMorePages() {
		out, err := databases.NextPage(t.Context())
		add("databases", len(out.DBInstances), err)
	}
	buckets := s3.NewListBucketsPaginator(s3.NewFromConfig(inProd), nil)
	for buckets.HasMorePages() {
		out, err := buckets.NextPage(t.Context())
		add("buckets", len(out.Buckets), err)
	}
	return got
}
