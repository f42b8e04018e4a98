package catalogfile

// Magic is the first line of every file. The number is the version of the
// format: a reader refuses numbers that it does not know, and ignores JSON
// members that it does not know.
const Magic = "sightline-catalog 1"

// A Header is the second line of the file, as JSON in clear text.
type Header struct {
	// Version is the version of the newest source.
	Version string `json:"version"`
	// Updated is the day of the newest source, YYYY-MM-DD.
	Updated string   `json:"updated"`
	Sources []Source `json:"sources"`
	Counts  Counts   `json:"counts"`
	Payload Payload  `json:"payload"`
}

// A Source is one input of the generator.
type Source struct {
	Name      string `json:"name"`
	Version   string `json:"version,omitempty"`
	Date      string `json:"date"`
	Licence   string `json:"licence"`
	URL       string `json:"url,omitempty"`
	Integrity string `json:"integrity,omitempty"`
	Use       string `json:"use"`
}

// Counts tell how much the file holds, each over all services.
type Counts struct {
	Services      int `json:"services"`
	Actions       int `json:"actions"`
	ResourceTypes int `json:"resourceTypes"`
	ConditionKeys int `json:"conditionKeys"`
	Dependents    int `json:"actionsWithDependents"`
	Withdrawn     int `json:"withdrawnActions"`
}

// A Payload says how to read the bytes after the header: the services'
// sections first, the index last.
type Payload struct {
	Size  int    `json:"size"`  // bytes after the header
	CRC32 uint32 `json:"crc32"` // IEEE, over these bytes
	Index Extent `json:"index"`
}

// An Extent is one raw DEFLATE stream in the payload.
type Extent struct {
	Offset int `json:"offset"` // from the payload's first byte
	Size   int `json:"size"`   // compressed
	Raw    int `json:"raw"`    // decompressed
}
