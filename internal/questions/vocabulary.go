package questions

import "math/rand/v2"

// one picks from a list.
func one[T any](rng *rand.Rand, list []T) T { return list[rng.IntN(len(list))] }

// chance is true in so many of a hundred.
func chance(rng *rand.Rand, percent int) bool { return rng.IntN(100) < percent }

// The words of generated policies. They are few, so that patterns meet.
func services() []string { return []string{"s3", "sqs", "dynamodb", "sns", "lambda"} }

func verbs() []string {
	return []string{"Get", "GetBucket", "List", "Put", "Delete", "Describe", "Create"}
}

func nouns() []string {
	return []string{"Object", "ObjectAcl", "Acl", "Item", "Items", "Policy", "Tags"}
}

// drawAction makes an action pattern: exact, or with a star or question mark at
// the end, at the beginning, or inside.
func drawAction(rng *rand.Rand) string {
	service, verb, noun := one(rng, services()), one(rng, verbs()), one(rng, nouns())
	switch rng.IntN(12) {
	case 0:
		return service + ":*"
	case 1:
		return "*"
	case 2, 3, 4:
		return service + ":" + verb + "*"
	case 5:
		return service + ":*" + noun
	case 6:
		return service + ":" + verb + "*" + noun
	case 7:
		return service + ":?" + (verb + noun)[1:]
	case 8:
		return service + ":*" + noun[:2] + "*"
	default:
		return service + ":" + verb + noun
	}
}

func buckets() []string { return []string{"data", "data-1", "data-2", "logs", "backup"} }
func folders() []string { return []string{"in", "out", "in/2026", "secret", "a/b"} }
func regions() []string {
	return []string{"us-east-1", "us-west-2", "eu-west-1", "us-*", "*", "*-west-?"}
}

func tables() []string { return []string{"orders", "orders-old", "users", "ord*", "*-old", "?sers"} }

// drawResource makes a resource pattern. Users of variables have their own
// folder.
func drawResource(rng *rand.Rand) string {
	bucket, folder := one(rng, buckets()), one(rng, folders())
	switch rng.IntN(14) {
	case 0, 1:
		return "*"
	case 2:
		return "arn:aws:s3:::" + bucket
	case 3, 4:
		return "arn:aws:s3:::" + bucket + "/*"
	case 5:
		return "arn:aws:s3:::" + bucket + "*"
	case 6, 7:
		return "arn:aws:s3:::" + bucket + "/" + folder + "/*"
	case 8:
		return "arn:aws:s3:::*-" + bucket + "/" + folder + "*"
	case 9:
		return "arn:aws:s3:::" + bucket + "/*/" + folder + "/*.?sv"
	case 10:
		return "arn:aws:s3:::" + bucket[:2] + "*" + bucket[len(bucket)-1:] + "/?*"
	case 11:
		return "arn:aws:s3:::" + bucket + "/home/${aws:username}/*"
	default:
		return "arn:aws:dynamodb:" + one(rng, regions()) + ":" + Owner + ":table/" + one(rng, tables())
	}
}

// drawPrincipal makes a principal of a resource policy; the zero one is "*".
func drawPrincipal(rng *rand.Rand) principal {
	account := one(rng, accounts())
	switch rng.IntN(8) {
	case 0, 1:
		return principal{}
	case 2:
		return principal{"AWS", account}
	case 3:
		return principal{"AWS", "arn:aws:iam::" + account + ":root"}
	case 4:
		return principal{"AWS", "arn:aws:iam::" + account + ":user/" + one(rng, users())}
	case 5:
		return principal{"AWS", "arn:aws:iam::" + account + ":role/" + one(rng, roles())}
	case 6:
		return principal{"AWS", "arn:aws:sts::" + account + ":assumed-role/app/" + one(rng, users())}
	default:
		return principal{"Service", one(rng, []string{"sns.amazonaws.com", "s3.amazonaws.com", "events.amazonaws.com"})}
	}
}

func accounts() []string { return []string{"444455556666", "555566667777"} }
func users() []string    { return []string{"alice", "bob", "ci"} }
func roles() []string    { return []string{"app", "team/app", "ops"} }
