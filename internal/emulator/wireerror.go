package emulator

import (
	"encoding/json"
	"fmt"
	"net/http"
)

// failure is an error of AWS before it has a wire format.
type failure struct {
	status        int
	code, message string
}

const requestID = "5f0e7c1a-0000-4000-8000-5175e14fe111"

// answer writes the failure as the service of a call would.
// Source: the error formats of Smithy's AWS protocols, and S3's "Error
// responses", read 2026-11.
func (f failure) answer(c Call) answer {
	header := http.Header{"X-Amzn-Requestid": {requestID}, "Content-Type": {"text/xml"}}
	var body string
	switch c.protocol() {
	case query:
		body = fmt.Sprintf(`<ErrorResponse xmlns="https://%s.amazonaws.com/doc/"><Error><Type>Sender</Type><Code>%s</Code><Message>%s</Message></Error><RequestId>%s</RequestId></ErrorResponse>`, c.Service, f.code, f.message, requestID)
	case ec2query:
		body = fmt.Sprintf(`<?xml version="1.0" encoding="UTF-8"?><Response><Errors><Error><Code>%s</Code><Message>%s</Message></Error></Errors><RequestID>%s</RequestID></Response>`, f.code, f.message, requestID)
	case restXML:
		body = fmt.Sprintf(`<Error><Code>%s</Code><Message>%s</Message><RequestId>%s</RequestId><HostId>host</HostId></Error>`, f.code, f.message, requestID)
		if c.Service == "s3control" {
			body = "<ErrorResponse>" + body + "<RequestId>" + requestID + "</RequestId></ErrorResponse>"
		}
	case rpcJSON:
		header.Set("Content-Type", "application/x-amz-json-1.1")
		body = jsonText(map[string]string{"__type": f.code, "Message": f.message})
	case restJSON:
		header.Set("Content-Type", "application/json")
		header.Set("X-Amzn-Errortype", f.code+":http://internal.amazon.com/coral/com.amazonaws.eks/")
		body = jsonText(map[string]string{"message": f.message})
	}
	return answer{status: f.status, header: header, body: []byte(body)}
}

func jsonText(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err) // maps of texts
	}
	return string(text)
}

func denied(c Call) failure {
	message := "User: arn:aws:sts::123456789012:assumed-role/SightlineReader/scan is not authorized to perform: " + c.Name() +
		" because no identity-based policy allows the action"
	switch c.protocol() {
	case ec2query:
		return failure{http.StatusForbidden, "UnauthorizedOperation", "You are not authorized to perform this operation. " + message}
	case rpcJSON:
		return failure{http.StatusBadRequest, "AccessDeniedException", message}
	case restJSON:
		return failure{http.StatusForbidden, "AccessDeniedException", message}
	default:
		return failure{http.StatusForbidden, "AccessDenied", message}
	}
}

func expired(c Call) failure {
	const message = "The security token included in the request is expired"
	switch c.protocol() {
	case ec2query:
		return failure{http.StatusBadRequest, "RequestExpired", "Request has expired."}
	case rpcJSON:
		return failure{http.StatusBadRequest, "ExpiredTokenException", message}
	case restJSON:
		return failure{http.StatusForbidden, "ExpiredTokenException", message}
	case restXML:
		return failure{http.StatusBadRequest, "ExpiredToken", "The provided token has expired."}
	default:
		return failure{http.StatusForbidden, "ExpiredToken", message}
	}
}

func throttled(c Call) failure {
	switch {
	case c.Service == "organizations":
		return failure{http.StatusBadRequest, "TooManyRequestsException", "AWS Organizations can't complete your request because another request is already in progress. Try again later."}
	case c.protocol() == ec2query:
		return failure{http.StatusServiceUnavailable, "RequestLimitExceeded", "Request limit exceeded."}
	case c.protocol() == restXML:
		return failure{http.StatusServiceUnavailable, "SlowDown", "Please reduce your request rate."}
	case c.protocol() == rpcJSON:
		return failure{http.StatusBadRequest, "ThrottlingException", "Rate exceeded"}
	case c.protocol() == restJSON:
		return failure{http.StatusTooManyRequests, "ThrottlingException", "Rate exceeded"}
	default:
		return failure{http.StatusBadRequest, "Throttling", "Rate exceeded"}
	}
}
