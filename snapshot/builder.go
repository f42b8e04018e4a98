package snapshot

// A Builder collects the parts of a snapshot. It is not safe for concurrent
// use. The zero value is ready.
type Builder struct {
	data Data
	// unified is the size of the content when it was last unified.
	unified int
}

// NewBuilder returns a Builder that starts from the given content.
func NewBuilder(d Data) *Builder { return &Builder{data: d} }

// Document stores a policy's text once and returns its key.
func (b *Builder) Document(text string) string {
	key := documentKey(text)
	if b.data.Documents == nil {
		b.data.Documents = make(map[string]string)
	}
	b.data.Documents[key] = text
	return key
}

// Attach stores a policy's text and returns it under a name, with the place
// where its first line stands.
func (b *Builder) Attach(name, text, file string, line int) Attachment {
	return Attachment{Name: name, Document: b.Document(text), File: file, Line: line}
}

// Data gives access to everything collected so far, for adding to it.
func (b *Builder) Data() *Data { return &b.data }
