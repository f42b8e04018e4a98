package file

import "sightline/snapshot"

// accessPoint adds the bucket behind one, of whatever account, and from where
// it takes requests.
func accessPoint(r *snapshot.Resource, a arnParts, about map[string]string) {
	if bucket := about["bucket"]; bucket != "" {
		r.Underlying = "arn:" + a.partition + ":s3:::" + bucket
		if r.Type == snapshot.TypeDirectoryAccessPoint {
			owner := about["bucketAccount"]
			if owner == "" {
				owner = r.Account
			}
			r.Underlying = "arn:" + a.partition + ":s3express:" + r.Region + ":" + owner + ":bucket/" + bucket
		}
	}
	if origin := about["networkOrigin"]; origin == snapshot.OriginInternet || origin == snapshot.OriginVPC {
		r.NetworkOrigin = origin
		delete(r.Attributes, "networkOrigin")
	}
}

// bucketsBehind reads the buckets of a multi-Region access point, one a Region.
// Source: S3 Control API Reference, data type "RegionReport".
func (t *tree) bucketsBehind(a arnParts, path string) (out []string, err error) {
	_, err = t.json(path, func(c *cursor) error {
		return c.object(func(key string) error {
			if key != "regions" {
				return c.skip()
			}
			names, err := c.arnsOf("Bucket")
			for _, name := range names {
				out = append(out, "arn:"+a.partition+":s3:::"+name)
			}
			return err
		})
	})
	return out, err
}
