package aws

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"slices"

	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// constraintKinds are the constraints of grants that are understood here. The
// SDK drops those it does not know, which would leave a grant without them.
// Source: KMS API Reference "GrantConstraints", read 2026-11.
func constraintKinds() []string {
	return []string{"EncryptionContextEquals", "EncryptionContextSubset", "SourceArn"}
}

// constraintsKey is where an answer's metadata holds the further constraints,
// by the grant's id.
type constraintsKey struct{}

// noteConstraints reads the constraints of an answer before the SDK does.
func noteConstraints(stack *middleware.Stack) error {
	return stack.Deserialize.Add(middleware.DeserializeMiddlewareFunc("SightlineConstraints", furtherConstraints), middleware.After)
}

func furtherConstraints(ctx context.Context, in middleware.DeserializeInput, next middleware.DeserializeHandler) (middleware.DeserializeOutput, middleware.Metadata, error) {
	out, meta, err := next.HandleDeserialize(ctx, in)
	response, ok := out.RawResponse.(*smithyhttp.Response)
	if err != nil || !ok || response.Response == nil || response.Body == nil {
		return out, meta, err
	}
	text, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer+1))
	if err != nil {
		return out, meta, err
	}
	if len(text) > maxAnswer {
		return out, meta, &pageError{"the answer is larger than the limit"}
	}
	response.Body = struct {
		io.Reader
		io.Closer
	}{bytes.NewReader(text), response.Body}
	meta.Set(constraintsKey{}, constraintsIn(text))
	return out, meta, nil
}

// constraintsIn lists the constraints of other kinds by the grant's id. What is
// no answer of that form is the SDK's to complain of.
func constraintsIn(text []byte) map[string][]string {
	var answer struct {
		Grants []struct {
			GrantID     string `json:"GrantId"`
			Constraints map[string]json.RawMessage
		}
	}
	if json.Unmarshal(text, &answer) != nil {
		return nil
	}
	out := make(map[string][]string)
	for _, g := range answer.Grants {
		for kind, value := range g.Constraints {
			if !slices.Contains(constraintKinds(), kind) && string(value) != "null" {
				out[g.GrantID] = append(out[g.GrantID], kind)
			}
		}
		slices.Sort(out[g.GrantID])
	}
	return out
}
