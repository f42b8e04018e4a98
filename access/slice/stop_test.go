package slice_test

import (
	"errors"
	"reflect"
	"testing"

	"sightline/access/permission"
	"sightline/access/reach"
	"sightline/access/slice"
)

// TestStop: a picture that is stopped anywhere on its way ends there, and
// leaves nothing behind that a later one would show.
func TestStop(t *testing.T) {
	const lake = "arn:aws:s3:::kestrel-data-lake"
	enough := errors.New("enough")
	fresh := sampleExplorer(t)
	for name, draw := range map[string]func(*reach.Explorer) (*slice.Slice, error){
		"from": func(x *reach.Explorer) (*slice.Slice, error) { return slice.From(x, "bastion-admin", slice.Options{}) },
		"to":   func(x *reach.Explorer) (*slice.Slice, error) { return slice.To(x, lake, slice.Options{}) },
		"between": func(x *reach.Explorer) (*slice.Slice, error) {
			return slice.Between(x, "bastion-admin", lake, slice.Options{})
		},
	} {
		want, err := draw(fresh)
		if err != nil {
			t.Fatal(err)
		}
		x := sampleExplorer(t)
		for after := 1; ; after = after*2 + 1 {
			asked := 0
			x.Until(func(int) error {
				if asked++; asked > after {
					return enough
				}
				return nil
			})
			_, err := draw(x)
			if err == nil {
				if after == 1 {
					t.Errorf("%s is not stopped", name)
				}
				break
			}
			if !errors.Is(err, enough) || asked != after+1 {
				t.Fatalf("%s after %d: asked %d times, %v", name, after, asked, err)
			}
			if after > 1<<20 {
				t.Fatal("never ends")
			}
		}
		x.Until(permission.Stop(nil))
		if got, err := draw(x); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: another picture after stops: %v", name, err)
		}
	}
}
