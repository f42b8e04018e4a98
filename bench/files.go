package main

import (
	"bufio"
	"errors"
	"os"
	"time"

	"sightline/collect/file"
	"sightline/snapshot"
)

// merge reads a source and writes it as one saved snapshot, not compressed.
func merge(from, to string) error {
	data, err := file.Read(from, file.Options{Now: time.Unix(0, 0)})
	if err != nil {
		return err
	}
	s, err := snapshot.NewBuilder(data).Build()
	if err != nil {
		return err
	}
	f, err := os.Create(to)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, 1<<20)
	return errors.Join(snapshot.Encode(w, s), w.Flush(), f.Close())
}

func decodeFile(path string) (*snapshot.Snapshot, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return snapshot.Decode(bufio.NewReaderSize(f, 1<<20))
}
