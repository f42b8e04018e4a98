// Package catalogfile reads and writes the file that holds the service
// reference. It knows bytes and limits; package catalog knows the meaning. The
// generator writes with Encode, the program reads with Open.
//
// The layout is described in the documentation of package catalog.
package catalogfile
