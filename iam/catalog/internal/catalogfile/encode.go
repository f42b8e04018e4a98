package catalogfile

import (
	"bytes"
	"compress/flate"
	"encoding/json"
	"fmt"
	"hash/crc32"
)

// Encode writes a file. It fills in the extents and the payload's description
// and leaves everything else as given, so equal input gives equal bytes as
// long as the compressor of the Go release does. sections[i] belongs to
// index.Services[i].
func Encode(h Header, index Index, sections []Section) ([]byte, error) {
	if len(sections) != len(index.Services) {
		return nil, fmt.Errorf("encode catalog: %d sections for %d services", len(sections), len(index.Services))
	}
	index.Services = append([]Entry(nil), index.Services...)
	var body bytes.Buffer
	for i := range sections {
		ext, err := deflate(&body, sections[i])
		if err != nil {
			return nil, fmt.Errorf("encode catalog: service %s: %w", index.Services[i].Prefix, err)
		}
		index.Services[i].Section = ext
	}
	ext, err := deflate(&body, index)
	if err != nil {
		return nil, fmt.Errorf("encode catalog: index: %w", err)
	}
	h.Payload = Payload{Size: body.Len(), CRC32: crc32.ChecksumIEEE(body.Bytes()), Index: ext}
	return join(h, body.Bytes())
}

func join(h Header, payload []byte) ([]byte, error) {
	line, err := json.Marshal(h)
	if err != nil {
		return nil, fmt.Errorf("encode catalog: header: %w", err)
	}
	var out bytes.Buffer
	out.WriteString(Magic + "\n")
	out.Write(line)
	out.WriteByte('\n')
	out.Write(payload)
	return out.Bytes(), nil
}

// deflate appends v as compressed JSON.
func deflate(to *bytes.Buffer, v any) (Extent, error) {
	raw, err := marshal(v)
	if err != nil {
		return Extent{}, err
	}
	start := to.Len()
	w, err := flate.NewWriter(to, flate.BestCompression)
	if err != nil {
		return Extent{}, err
	}
	if _, err := w.Write(raw); err != nil {
		return Extent{}, err
	}
	if err := w.Close(); err != nil {
		return Extent{}, err
	}
	return Extent{Offset: start, Size: to.Len() - start, Raw: len(raw)}, nil
}

// marshal leaves < and > as they are: some key names hold them.
func marshal(v any) ([]byte, error) {
	var buf bytes.Buffer
	e := json.NewEncoder(&buf)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}
