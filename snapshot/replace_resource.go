package snapshot

import (
	"maps"
	"slices"

	"sightline/iam/authz"
)

// replaceResource gives the resources with the one that was read.
func (s *Snapshot) replaceResource(r *Reading) []Resource {
	old := s.exactResource(r.ARN)
	out := slices.DeleteFunc(slices.Clone(s.data.Resources), func(x Resource) bool { return x.ARN == r.ARN })
	switch {
	case r.Gone || old == nil && len(r.Data.Resources) == 0:
		return out
	case len(r.Data.Resources) == 0:
		r.lacksAll(old.Type, layersOf(old)...)
		return append(out, unreadResource(old))
	}
	read := r.Data.Resources[0]
	if old != nil {
		inherit(&read, old)
	}
	orderResource(&read)
	return append(out, read)
}

// layersOf are the layers that a resource of a type brings.
func layersOf(r *Resource) []authz.Layer {
	switch r.Type {
	case TypeBucket:
		return []authz.Layer{authz.LayerResource, authz.LayerACL, authz.LayerPublicAccessBlock}
	case TypeAccessPoint, TypeMultiRegionAccessPoint, TypeDirectoryAccessPoint:
		return []authz.Layer{authz.LayerResource, authz.LayerPublicAccessBlock}
	case TypeKey:
		return []authz.Layer{authz.LayerResource, authz.LayerGrant, authz.LayerRCP}
	default: // what it runs as is lost, too
		return []authz.Layer{authz.LayerResource, authz.LayerIdentity}
	}
}

// lacksAll sees to it that a gap tells of each layer, where nothing was read.
func (r *Reading) lacksAll(kind string, layers ...authz.Layer) {
	about := func(g Gap) bool { return g.Subject == r.ARN }
	g := r.Data.Gaps[slices.IndexFunc(r.Data.Gaps, about)]
	for _, layer := range layers {
		if !slices.ContainsFunc(r.Data.Gaps, func(g Gap) bool { return about(g) && g.Layer == layer }) {
			g.Layer, g.Type = layer, kind
			r.Data.Gaps = append(r.Data.Gaps, g)
		}
	}
}

// inherit takes over what is not read with a resource but listed beside it.
func inherit(read, old *Resource) {
	if read.Type == TypeKey {
		read.Name = old.Name
	}
	if read.Region == "" {
		read.Region = old.Region
	}
	aliases := old.Attributes["aliases"]
	if read.Type != TypeKey || aliases == "" || read.Attributes["aliases"] != "" {
		return
	}
	if read.Attributes = maps.Clone(read.Attributes); read.Attributes == nil {
		read.Attributes = make(map[string]string)
	}
	read.Attributes["aliases"] = aliases
}

// unreadResource is a resource of which nothing could be read again.
func unreadResource(old *Resource) Resource {
	out := Resource{ARN: old.ARN, Type: old.Type, Name: old.Name, Account: old.Account, Region: old.Region}
	if old.Bucket != nil {
		out.Bucket = &Bucket{}
	}
	inherit(&out, old)
	return out
}
