package trial

// A spot says what a policy is for.
type spot struct {
	deny      int    // in a hundred statements
	on        string // the resource whose own policy it is
	everybody bool   // statements name everybody, as RCPs do
	note      string
}

// policy draws one; a few are broken.
func (d *drawer) policy(name string, s spot) *draft {
	out := &draft{name: name}
	if s.note != "" {
		d.note(s.note)
	}
	if s.on == "" && !s.everybody && d.noted(80, "broken document") {
		out.raw = `{"Version":"2012-10-17","Statement":[{"Effect":`
		return out
	}
	for range 1 + d.rng.IntN(2) {
		out.statements = append(out.statements, d.statement(s))
	}
	return out
}

func (d *drawer) statement(s spot) statement {
	out := statement{"Effect": "Allow"}
	if d.rng.IntN(100) < s.deny {
		out["Effect"] = "Deny"
		d.note("Deny")
	}
	if d.noted(7, "NotAction") {
		out["NotAction"] = d.actions()
	} else {
		out["Action"] = d.actions()
	}
	d.resources(out, s)
	switch {
	case s.everybody:
		out["Principal"] = "*"
	case s.on != "":
		d.principals(out)
	}
	if d.once(3) {
		out["Condition"] = d.condition()
	}
	return out
}

func (d *drawer) actions() any {
	draw := func() string {
		return pick(d, "*", "*", "s3:*", "s3:*", "s3:Get*", "s3:GetObject", "s3:PutObject", "s3:ListBucket", "s3:List*", "s3:*Object",
			"sqs:*", "sqs:SendMessage", "kms:*", "kms:Decrypt", "sts:AssumeRole", "sts:*", "iam:PassRole")
	}
	if d.once(3) {
		return []string{draw(), draw()}
	}
	return draw()
}

// resources draws patterns that overlap, nest and cross in many ways.
func (d *drawer) resources(out statement, s spot) {
	element := "Resource"
	if d.noted(7, "NotResource") {
		element = "NotResource"
	}
	list := append(d.resource(s.on), d.resource(s.on)...)
	switch s.on {
	case "":
		out[element] = list[:1+d.rng.IntN(len(list))]
	case bucketOne, bucketTwo, pointARN:
		if element == "NotResource" || d.once(2) {
			out[element] = list
		} else {
			out[element] = append([]string{s.on, s.on + "/*"}, list...)
		}
	case keyARN:
		out["Resource"] = "*"
	default:
		out[element] = pick(d, s.on, "*")
	}
}

func (d *drawer) resource(on string) []string {
	switch on {
	case bucketOne, bucketTwo:
		d.note("part of a bucket")
		return []string{on + pick(d, "/*", "/p/*", "/a", "/p/x", "/*/x", "/p*", "", "/${aws:username}/*", "*")}
	case pointARN:
		d.note("part of an access point")
		return []string{on + pick(d, "/object/*", "/object/p/*", "/object/a", "", "*")}
	}
	switch d.rng.IntN(6) {
	case 0, 1:
		return []string{"*"}
	case 2:
		d.note("whole bucket")
		return pick(d, []string{bucketOne, bucketOne + "/*"}, []string{bucketTwo, bucketTwo + "/*"}, []string{"arn:aws:s3:::data-*"})
	case 3:
		return []string{d.partOfBucket()}
	case 4:
		d.note("policy variable")
		return []string{pick(d, bucketOne+"/${aws:username}/*", bucketOne+"/${aws:PrincipalTag/team}/*", "arn:aws:s3:::*/${aws:userid}/*", bucketTwo+"/${aws:PrincipalTag/team, 'p'}/*")}
	default:
		return []string{pick(d, queueARN(first), "arn:aws:sqs:*:*:j*", keyARN, "arn:aws:kms:*:"+first+":key/*", pointARN+"/object/*", pointARN,
			"arn:aws:s3:eu-west-1:*:accesspoint/*", "arn:aws:iam::*:role/*", roleARN(second, "app"), roleARN(first, "*"))}
	}
}

func (d *drawer) partOfBucket() string {
	d.note("part of a bucket")
	return pick(d, bucketOne+"/p/*", bucketOne+"/*/x", bucketOne+"/p/x", bucketOne+"/a", bucketTwo+"/p/*", "arn:aws:s3:::*/p/x", "arn:aws:s3:::data-*/p*", bucketOne+"/?/x", "arn:aws:s3:::*-one/*", bucketTwo+"/*")
}

func (d *drawer) principals(out statement) {
	element := "Principal"
	if out["Effect"] == "Deny" && d.noted(6, "NotPrincipal") {
		element = "NotPrincipal"
		out[element] = map[string]any{"AWS": []string{userARN(first, "ann"), "arn:aws:iam::" + first + ":root"}}
		return
	}
	kind := pick(d, "star", "account", "account", "user", "role", "outside account", "session")
	d.note("principal: " + kind)
	out[element] = d.principal(kind)
}

func (d *drawer) principal(kind string) any {
	switch kind {
	case "star":
		return pick[any](d, "*", map[string]any{"AWS": "*"})
	case "account":
		return map[string]any{"AWS": pick[any](d, "arn:aws:iam::"+first+":root", second, []string{first, second})}
	case "user":
		return map[string]any{"AWS": userARN(pick(d, first, second), pick(d, "ann", "bob"))}
	case "role":
		return map[string]any{"AWS": []string{roleARN(pick(d, first, second), pick(d, "app", "ops")), userARN(second, "bob")}}
	case "session":
		return map[string]any{"AWS": "arn:aws:sts::" + first + ":assumed-role/app/" + pick(d, "s1", "s2")}
	default:
		return map[string]any{"AWS": stranger}
	}
}

// trust draws a trust policy: who may become the role.
func (d *drawer) trust(name string) *draft {
	out := &draft{name: name}
	for i := range 1 + d.rng.IntN(2) {
		s := statement{"Effect": "Allow", "Action": pick(d, "sts:AssumeRole", "sts:AssumeRole", "sts:*")}
		if i > 0 && d.once(3) {
			s["Effect"] = "Deny"
		}
		d.principals(s)
		if d.once(4) {
			s["Condition"] = d.condition()
		}
		out.statements = append(out.statements, s)
	}
	return out
}

// condition draws tests of keys that follow from the world, of keys that no
// world tells, and of an operator that nobody knows.
func (d *drawer) condition() map[string]any {
	kind := pick(d, "derived", "derived", "derived", "of the resource", "of the resource", "unknown", "unknown", "operator")
	if kind == "operator" && !d.once(3) {
		kind = "derived"
	}
	d.note("condition: " + kind)
	one := func(operator, key string, value any) map[string]any {
		return map[string]any{operator: map[string]any{key: value}}
	}
	switch kind {
	case "derived":
		return pick(d,
			one("StringEquals", "aws:username", pick(d, "ann", "bob")), one("StringNotEquals", "aws:PrincipalTag/team", "red"),
			one("ArnNotLike", "aws:PrincipalArn", "arn:aws:iam::*:user/ann"), one("Null", "aws:PrincipalTag/team", "true"),
			one("StringEquals", "aws:PrincipalOrgID", organizationID), one("StringNotEquals", "aws:PrincipalAccount", first),
			one("StringEqualsIfExists", "aws:PrincipalOrgID", organizationID), one("StringLike", "aws:PrincipalType", "User"))
	case "of the resource":
		return pick(d,
			one("StringEquals", "aws:ResourceTag/team", "${aws:PrincipalTag/team}"), one("StringNotEqualsIfExists", "aws:ResourceAccount", first),
			one("StringEquals", "aws:ResourceOrgID", "${aws:PrincipalOrgID}"), one("Null", "aws:ResourceTag/team", "true"))
	case "operator":
		return one("StringEqualz", "aws:username", "ann")
	default:
		return pick(d,
			one("Bool", "aws:SecureTransport", "false"), one("IpAddress", "aws:SourceIp", "10.0.0.0/8"),
			one("BoolIfExists", "aws:MultiFactorAuthPresent", "true"), one("StringLike", "aws:userid", "*:s1"),
			one("StringNotEquals", "aws:SourceVpc", "vpc-1"))
	}
}
