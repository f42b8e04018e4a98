// Package catalog is the service reference: which services and actions AWS
// has, the access levels of an action, which resource types it works on, the
// forms of their ARNs, and which condition keys there are, of which type.
//
//	c := catalog.Embedded()
//	a, _ := c.Action("s3:getobject")     // a.Name == "GetObject", a.Levels == LevelRead
//	c.Match("s3:Get*Acl")                // s3:GetAccessPointAcl... as AWS spells them
//	c.ActionsOn("arn:aws:s3:::bucket/k") // every action that works on an object
//
// The reference is data of one day (Version, Updated): AWS adds actions every
// week. What is absent here may exist at AWS, so nothing may be concluded from
// absence but "not known". A newer file can be loaded with Read.
//
// The embedded file is written by the generator in gen, which lists its
// sources; source/SOURCES.md there has their licences. Nothing is decoded
// before it is asked for: the index at the first question, a service at the
// first question about it. All methods are safe for concurrent use, and all
// that they return is shared: do not change it, except where a slice is said
// to be the caller's own.
//
// # File format
//
// Line 1 is "sightline-catalog 1"; the number counts incompatible changes.
// Line 2 is a JSON object in clear text: version, updated, sources (name,
// version, date, licence, integrity, use), counts, and payload, which has the
// size and CRC-32 of all bytes after line 2. These bytes are raw DEFLATE
// streams of JSON; an extent {offset, size, raw} says where in them a stream
// begins, how long it is, and how long it is decompressed.
//
// payload.index is the extent of the index:
//
//	services    sorted by prefix, each with
//	  prefix, name
//	  actions   "GetObject:22 PutObject:24 ...", sorted by the lower-cased name;
//	            two hexadecimal digits of flags: 01 list, 02 read, 04 write,
//	            08 permissions, 10 tagging, 20 the next two are known,
//	            40 last accessed, 80 policy generation
//	  segments  service fields of its ARN forms, if not its prefix alone; "*" is any
//	  keySpaces first parts of its condition keys that are not its prefix or "aws"
//	  section   extent of the section below
//	globalKeys  "name type", the condition keys of every service
//	rcpServices prefixes that resource control policies reach
//	withdrawn   actions that AWS once listed and the newest source lacks
//
// A service's section holds the rest. Members that repeat are kept once, in
// sets, and referred to by place, counted from 0:
//
//	keys        "name type", sorted by the lower-cased name
//	keySets     lists of places in keys
//	types       resource types: name, arns, keys (a place in keySets)
//	typeSets    lists of 2 * place in types, plus 1 where the type is required
//	actions     for each action of the index: [place in typeSets, place in keySets]
//	dependents  action name to further actions that it needs
//
// Readers ignore members that they do not know, so that a section can grow:
// the map from API operations to actions has its place there.
//
// Source: AWS service reference information
// (https://servicereference.us-east-1.amazonaws.com) and "Service
// Authorization Reference", read through the sources named in the file.
package catalog
