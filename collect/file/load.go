package file

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"unicode/utf8"
)

// load reads a regular file whole, decompressed and without a byte order
// mark, and checks that it is text.
func load(path string, o Options) ([]byte, error) {
	if _, err := stat(path); err != nil {
		return nil, err
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, openError(path, err)
	}
	defer f.Close()
	src, err := readLimited(f, path, o.MaxBytes)
	if err != nil {
		return nil, err
	}
	if bytes.HasPrefix(src, []byte{0x1f, 0x8b}) {
		if src, err = decompress(src, path, o.MaxBytes); err != nil {
			return nil, err
		}
	}
	return asText(src, path)
}

// stat refuses what is neither a regular file nor a directory: opening a pipe
// or a device could hang or have effects.
func stat(path string) (fs.FileInfo, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, openError(path, err)
	}
	if !info.Mode().IsRegular() && !info.IsDir() {
		return nil, &Error{
			File: path, Message: "is neither a file nor a directory but " + special(info.Mode()),
			Hint: "save its content in a file first",
		}
	}
	return info, nil
}

func special(m fs.FileMode) string {
	switch {
	case m&fs.ModeNamedPipe != 0:
		return "a named pipe"
	case m&fs.ModeSocket != 0:
		return "a socket"
	default:
		return "a device"
	}
}

func openError(path string, err error) error {
	e := &Error{File: path, Message: "cannot be read: " + bareCause(err)}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		e.Message, e.Hint = "no such file or directory", "check the path"
	case errors.Is(err, fs.ErrPermission):
		e.Message, e.Hint = "permission denied", "give this user the right to read it"
	}
	return e
}

// bareCause leaves out the path, which the Error names already.
func bareCause(err error) string {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err.Error()
	}
	return err.Error()
}

// readLimited reads the whole file into one buffer of its size.
func readLimited(f *os.File, path string, most int64) ([]byte, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, openError(path, err)
	}
	if info.IsDir() {
		return nil, &Error{File: path, Message: "is a directory where a file should be"}
	}
	if info.Size() > most {
		return nil, tooLarge(path, fmt.Sprintf("%d bytes", info.Size()), most)
	}
	buf := bytes.NewBuffer(make([]byte, 0, info.Size()+bytes.MinRead))
	if _, err := buf.ReadFrom(io.LimitReader(f, most+1)); err != nil {
		return nil, openError(path, err)
	}
	if int64(buf.Len()) > most {
		return nil, tooLarge(path, "more than that", most)
	}
	return buf.Bytes(), nil
}

func tooLarge(path, size string, most int64) error {
	return &Error{
		File: path, Message: fmt.Sprintf("is too large: the limit is %d bytes, it has %s", most, size),
		Hint: "give one file an account",
	}
}

func decompress(src []byte, path string, most int64) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(src))
	if err != nil {
		return nil, &Error{File: path, Message: "is damaged: " + err.Error(), Hint: "it begins as gzip does; fetch it again"}
	}
	var buf bytes.Buffer
	if _, err := buf.ReadFrom(io.LimitReader(z, most+1)); err != nil {
		return nil, &Error{File: path, Message: "is damaged: " + err.Error(), Hint: "the gzip data was cut off or changed; fetch it again"}
	}
	if int64(buf.Len()) > most {
		return nil, tooLarge(path, "more than that when decompressed", most)
	}
	return buf.Bytes(), nil
}

// asText checks that a file is UTF-8 and drops a byte order mark.
func asText(src []byte, path string) ([]byte, error) {
	src = bytes.TrimPrefix(src, []byte("\xef\xbb\xbf"))
	switch {
	case len(bytes.TrimLeft(src, " \t\r\n")) == 0:
		return nil, &Error{File: path, Message: "is empty", Hint: "fetch it again"}
	case bytes.HasPrefix(src, []byte{0xff, 0xfe}), bytes.HasPrefix(src, []byte{0xfe, 0xff}):
		return nil, &Error{File: path, Message: "is UTF-16 text", Hint: "save it as UTF-8; redirection in PowerShell 5 writes UTF-16"}
	case utf8.Valid(src):
		return src, nil
	}
	c := newCursor(path, src, Options{})
	return nil, hint(c.failAt(firstInvalid(src), "not text: a byte that UTF-8 does not have"), knownFormats)
}

func firstInvalid(src []byte) int {
	for i := 0; i < len(src); {
		r, n := utf8.DecodeRune(src[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return len(src)
}
