package finding

// details are the parts of AWS's union that belong to the finding's type; an
// error finding without principal has none.
func (f *Finding) details() []Details {
	if f.Error != "" && len(f.Principal) == 0 {
		return []Details{}
	}
	switch f.Type {
	case TypeInternalAccess:
		return []Details{{Internal: f.internalDetails()}}
	case TypeUnusedRole:
		return []Details{{UnusedRole: &UsedDetails{f.unused().LastAccessed}}}
	case TypeUnusedPassword:
		return []Details{{UnusedPassword: &UsedDetails{f.unused().LastAccessed}}}
	case TypeUnusedAccessKey:
		return []Details{{UnusedAccessKey: &AccessKeyDetails{f.unused().AccessKeyID, f.unused().LastAccessed}}}
	case TypeUnusedPermission:
		return f.permissionDetails()
	case TypeExternalAccess, TypeServicePrincipalAccess:
	}
	return []Details{{External: &ExternalDetails{f.accessDetails(), f.IsPublic}}}
}

func (f *Finding) unused() Unused {
	if f.Unused == nil {
		return Unused{}
	}
	return *f.Unused
}

func (f *Finding) permissionDetails() []Details {
	out := []Details{}
	for _, s := range f.unused().Services {
		out = append(out, Details{UnusedPermission: &PermissionDetails{s.Namespace, s.LastAccessed, s.Actions}})
	}
	return out
}

func (f *Finding) accessDetails() AccessDetails {
	return AccessDetails{
		Action: orEmpty(f.Actions), Condition: orEmptyMap(f.Condition), Principal: orEmptyMap(f.Principal),
		Sources: f.sourceDetails(), ResourceControlPolicyRestriction: f.ResourceControlPolicyRestriction,
	}
}

func (f *Finding) internalDetails() *InternalDetails {
	d := &InternalDetails{AccessDetails: f.accessDetails(), ServiceControlPolicyRestriction: f.ServiceControlPolicyRestriction}
	if f.Internal != nil {
		d.AccessType, d.PrincipalType = f.Internal.AccessType, f.Internal.PrincipalType
		d.PrincipalOwnerAccount = f.Internal.PrincipalOwnerAccount
	}
	return d
}

func (f *Finding) sourceDetails() (out []SourceDetails) {
	for _, s := range f.Sources {
		d := SourceDetails{Type: s.Type}
		if s.AccessPointARN != "" || s.AccessPointAccount != "" {
			d.Detail = &SourceDetail{s.AccessPointARN, s.AccessPointAccount}
		}
		out = append(out, d)
	}
	return out
}

func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

func orEmptyMap(m map[string]string) map[string]string {
	if m == nil {
		return map[string]string{}
	}
	return m
}
