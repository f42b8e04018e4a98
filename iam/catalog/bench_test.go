package catalog

import "testing"

func fresh(b *testing.B) *Catalog {
	b.Helper()
	c, err := open([]byte(embedded))
	if err != nil {
		b.Fatal(err)
	}
	return c
}

func BenchmarkDecodeIndex(b *testing.B) {
	for b.Loop() {
		fresh(b).index()
	}
}

func BenchmarkDecodeService(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		c := fresh(b)
		c.index()
		b.StartTimer()
		c.Service("ec2")
	}
}

func BenchmarkDecodeAll(b *testing.B) {
	for b.Loop() {
		if err := fresh(b).verify(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAction(b *testing.B) {
	c := Embedded()
	c.Action("s3:GetObject") // decodes the service
	for b.Loop() {
		c.Action("s3:getobject")
	}
}

func BenchmarkMatch(b *testing.B) {
	for _, pattern := range []string{"s3:Get*", "ec2:*", "*:*Role", "*"} {
		b.Run(pattern, func(b *testing.B) {
			c := Embedded()
			c.Match(pattern)
			for b.Loop() {
				c.Match(pattern)
			}
		})
	}
}

func BenchmarkActionsOn(b *testing.B) {
	for _, arn := range []string{"arn:aws:s3:::b/k", "arn:aws:iam::111122223333:role/r", "arn:aws:ec2:eu-west-1:111122223333:instance/i-0"} {
		b.Run(arn, func(b *testing.B) {
			c := Embedded()
			c.ActionsOn(arn)
			for b.Loop() {
				c.ActionsOn(arn)
			}
		})
	}
}

func BenchmarkActionsOnCold(b *testing.B) {
	for b.Loop() {
		fresh(b).ActionsOn("arn:aws:iam::111122223333:role/r")
	}
}
