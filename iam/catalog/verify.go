package catalog

import (
	"fmt"

	"sightline/iam/catalog/internal/catalogfile"
)

// verify decodes all of the file, and compares the counts in its header.
func (c *Catalog) verify() error {
	x, err := c.load()
	if err != nil {
		return err
	}
	total := 0
	for _, s := range x.services {
		if total += s.entry.Section.Raw; total > catalogfile.MaxTotal {
			return fmt.Errorf("decompresses to more than %d MB", catalogfile.MaxTotal>>20)
		}
		if _, err := s.loadDetail(); err != nil {
			return err
		}
	}
	if got, want := c.count(x), c.Counts(); got != want {
		return fmt.Errorf("the header counts %+v, the file holds %+v", want, got)
	}
	return nil
}

func (c *Catalog) count(x *index) Counts {
	n := Counts{Services: len(x.services), Withdrawn: len(x.withdrawn)}
	for _, s := range x.services {
		d := s.details()
		n.Actions += len(d.Actions)
		n.ResourceTypes += len(d.ResourceTypes)
		n.ConditionKeys += len(d.ConditionKeys)
		for _, a := range d.Actions {
			if len(a.Dependent) > 0 {
				n.Dependents++
			}
		}
	}
	return n
}
