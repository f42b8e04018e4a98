package catalogfile

import (
	"bytes"
	"compress/flate"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"io"
)

// The limits on a file. The embedded one has about 0.4 MB, its index 0.5 MB
// and its largest section 0.2 MB.
const (
	MaxFile    = 16 << 20
	MaxHeader  = 64 << 10
	MaxIndex   = 16 << 20
	MaxSection = 4 << 20
	// MaxTotal bounds what all sections hold together, decompressed.
	MaxTotal = 128 << 20
	// MaxServices bounds the number of services.
	MaxServices = 10_000
)

// An Opened file has a good header and an undamaged payload; nothing of it is
// decoded yet. Safe for concurrent use.
type Opened struct {
	Header  Header
	payload []byte
}

// Open reads the header and compares the checksum. It keeps data, which must
// not change afterwards.
func Open(data []byte) (*Opened, error) {
	if len(data) > MaxFile {
		return nil, fmt.Errorf("the file is larger than %d MB", MaxFile>>20)
	}
	magic, rest, ok := bytes.Cut(data, []byte{'\n'})
	if !ok || string(magic) != Magic {
		return nil, fmt.Errorf("the first line is not %q: not a catalog, or of another version of the format", Magic)
	}
	line, payload, ok := bytes.Cut(rest, []byte{'\n'})
	if !ok || len(line) > MaxHeader {
		return nil, fmt.Errorf("the second line is no header of at most %d kB", MaxHeader>>10)
	}
	var h Header
	if err := json.Unmarshal(line, &h); err != nil {
		return nil, fmt.Errorf("the header in line 2 is no good JSON: %w", err)
	}
	return opened(h, payload)
}

func opened(h Header, payload []byte) (*Opened, error) {
	if len(payload) != h.Payload.Size {
		return nil, fmt.Errorf("%d bytes follow the header, which says %d: the file is cut off or was changed",
			len(payload), h.Payload.Size)
	}
	if crc32.ChecksumIEEE(payload) != h.Payload.CRC32 {
		return nil, fmt.Errorf("the checksum differs from the header's: the file is damaged")
	}
	return &Opened{Header: h, payload: payload}, nil
}

// Index decodes the index.
func (o *Opened) Index() (Index, error) {
	var index Index
	if err := o.inflate(o.Header.Payload.Index, MaxIndex, &index); err != nil {
		return Index{}, fmt.Errorf("index: %w", err)
	}
	if len(index.Services) > MaxServices {
		return Index{}, fmt.Errorf("index: %d services are more than %d", len(index.Services), MaxServices)
	}
	return index, nil
}

// Section decodes one service's section and checks every reference in it
// against the given number of actions.
func (o *Opened) Section(e *Entry, actions int) (*Section, error) {
	s := new(Section)
	if err := o.inflate(e.Section, MaxSection, s); err != nil {
		return nil, fmt.Errorf("service %q: %w", e.Prefix, err)
	}
	if err := s.check(actions); err != nil {
		return nil, fmt.Errorf("service %q: %w", e.Prefix, err)
	}
	return s, nil
}

func (o *Opened) inflate(ext Extent, limit int, into any) error {
	if ext.Offset < 0 || ext.Size < 0 || ext.Raw < 0 || ext.Offset > len(o.payload) || ext.Size > len(o.payload)-ext.Offset {
		return fmt.Errorf("bytes %d+%d lie outside of the payload", ext.Offset, ext.Size)
	}
	if ext.Raw > limit {
		return fmt.Errorf("%d bytes are more than %d", ext.Raw, limit)
	}
	r := flate.NewReader(bytes.NewReader(o.payload[ext.Offset : ext.Offset+ext.Size]))
	raw, err := io.ReadAll(io.LimitReader(r, int64(ext.Raw)+1))
	if err != nil {
		return fmt.Errorf("decompress: %w", err)
	}
	if len(raw) != ext.Raw {
		return fmt.Errorf("holds other than the %d bytes it should", ext.Raw)
	}
	return json.Unmarshal(raw, into)
}
