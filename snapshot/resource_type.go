package snapshot

import "strings"

// kind is the first part of an ARN's resource, and whether more follows; in
// "key/1234" it is "key", in "/restapis/abc" "restapis", in a queue's ARN the
// queue's name.
func (p arnParts) kind() (kind, rest string, compound bool) {
	text := strings.TrimPrefix(p.resource, "/")
	cut := strings.IndexAny(text, "/:")
	if cut < 0 {
		return text, "", false
	}
	return text[:cut], text[cut+1:], true
}

// ResourceTypeOf gives the type that an ARN's form tells, in CloudFormation's
// spelling where it is known, else "service:kind", or the service alone for
// ARNs that name no kind; "" for a text that is no ARN. It looks nothing up.
// Source: Service Authorization Reference, "Resource types defined by …"
// (ARN forms), and CloudFormation's resource type reference, read 2026-11.
func ResourceTypeOf(arn string) string {
	a, ok := splitARN(arn)
	if !ok {
		return ""
	}
	return resourceType(a)
}

func resourceType(a arnParts) string {
	kind, rest, compound := a.kind()
	if !compound {
		if t := plainType(a.service); t != "" {
			return t
		}
		if t := cloudFormationType(a.service + ":" + kind); t != "" {
			return t
		}
		return a.service
	}
	key := a.service + ":" + kind
	if sub := subType(a, key, rest); sub != "" {
		key += "/" + sub
	}
	if t := cloudFormationType(key); t != "" {
		return t
	}
	return key
}

// subType tells kinds apart whose ARNs begin alike.
func subType(a arnParts, key, rest string) string {
	switch key {
	case "s3:accesspoint":
		if a.region == "" {
			return "global"
		}
	case "lambda:function":
		return qualifier(rest)
	case "dynamodb:table":
		for _, sub := range []string{"stream", "index", "backup"} {
			if strings.Contains(rest, "/"+sub+"/") {
				return sub
			}
		}
	}
	return ""
}

// qualifier tells whether what stands behind a function's name is a version's
// number or the name of an alias, which is no number; $LATEST is the function.
// Source: Lambda API Reference "CreateAlias": (?!^[0-9]+$)([a-zA-Z0-9-_]+).
func qualifier(rest string) string {
	_, text, ok := strings.Cut(rest, ":")
	switch {
	case !ok || text == "" || text == "$LATEST":
		return ""
	case strings.Trim(text, "0123456789") == "":
		return "version"
	default:
		return "alias"
	}
}

// plainType knows the ARNs that hold a name and nothing else.
func plainType(service string) string {
	switch service {
	case "s3":
		return TypeBucket
	case "sns":
		return TypeTopic
	case "sqs":
		return TypeQueue
	}
	return ""
}
