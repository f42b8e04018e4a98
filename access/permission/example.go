package permission

import "sightline/iam/glob"

// ExampleOf gives a string of a resource pattern that lies in no narrower
// pattern of any policy, as far as one can be made up.
func ExampleOf(pattern string) string { return general(glob.New(pattern)) }

// AnyObject names an object of a bucket that no policy spells out.
func AnyObject() string { return anyObject }
