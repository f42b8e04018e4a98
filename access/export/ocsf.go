package export

import (
	"bytes"
	"encoding/json"
	"io"

	"sightline/access/finding"
)

// OCSF numbers of Detection Finding.
const (
	ocsfVersion  = "1.3.0"
	ocsfClass    = 2004
	ocsfCategory = 2
)

type (
	ocsfEvent struct {
		ActivityID   int            `json:"activity_id"`
		ActivityName string         `json:"activity_name"`
		CategoryUID  int            `json:"category_uid"`
		CategoryName string         `json:"category_name"`
		ClassUID     int            `json:"class_uid"`
		ClassName    string         `json:"class_name"`
		TypeUID      int            `json:"type_uid"`
		Time         int64          `json:"time"`
		SeverityID   int            `json:"severity_id"`
		Severity     string         `json:"severity"`
		StatusID     int            `json:"status_id"`
		Status       string         `json:"status"`
		Message      string         `json:"message"`
		Comment      string         `json:"comment,omitempty"`
		FindingInfo  ocsfInfo       `json:"finding_info"`
		Resources    []ocsfResource `json:"resources"`
		Cloud        ocsfCloud      `json:"cloud"`
		Metadata     ocsfMetadata   `json:"metadata"`
		Unmapped     ocsfUnmapped   `json:"unmapped"`
	}
	ocsfInfo struct {
		UID       string   `json:"uid"`
		Title     string   `json:"title"`
		Desc      string   `json:"desc"`
		Types     []string `json:"types"`
		Created   int64    `json:"created_time"`
		Modified  int64    `json:"modified_time"`
		FirstSeen int64    `json:"first_seen_time"`
		LastSeen  int64    `json:"last_seen_time"`
		SrcURL    string   `json:"src_url,omitempty"`
	}
	ocsfResource struct {
		UID    string    `json:"uid"`
		Type   string    `json:"type,omitempty"`
		Region string    `json:"region,omitempty"`
		Owner  ocsfOwner `json:"owner"`
	}
	ocsfOwner struct {
		Account ocsfAccount `json:"account"`
	}
	ocsfAccount struct {
		UID    string `json:"uid"`
		Type   string `json:"type"`
		TypeID int    `json:"type_id"`
	}
	ocsfCloud struct {
		Provider string      `json:"provider"`
		Region   string      `json:"region,omitempty"`
		Account  ocsfAccount `json:"account"`
	}
	ocsfMetadata struct {
		Version  string      `json:"version"`
		Product  ocsfProduct `json:"product"`
		Profiles []string    `json:"profiles"`
	}
	// ocsfUnmapped is what the schema has no place for.
	ocsfUnmapped struct {
		Principal    map[string]string  `json:"principal,omitempty"`
		Action       []string           `json:"action,omitempty"`
		Condition    map[string]string  `json:"condition,omitempty"`
		IsPublic     bool               `json:"isPublic"`
		Analyzer     string             `json:"analyzer"`
		Evidence     []finding.Evidence `json:"evidence,omitempty"`
		Witness      *finding.Witness   `json:"witness,omitempty"`
		Undetermined string             `json:"undetermined,omitempty"`
	}
	ocsfProduct struct {
		Name    string `json:"name"`
		Vendor  string `json:"vendor_name"`
		Version string `json:"version,omitempty"`
	}
)

// OCSF writes one event of class Detection Finding (2004) a line.
// Source: schema.ocsf.io, version 1.3.0, class detection_finding, profile cloud.
func OCSF(w io.Writer, s Set) error {
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	for i := range s.Findings {
		if err := e.Encode(s.event(&s.Findings[i])); err != nil {
			return err
		}
	}
	_, err := w.Write(text.Bytes())
	return err
}

func (s *Set) event(f *finding.Finding) ocsfEvent {
	account := ocsfAccount{f.Account, "AWS Account", 10}
	out := ocsfEvent{
		CategoryUID: ocsfCategory, CategoryName: "Findings", ClassUID: ocsfClass, ClassName: "Detection Finding",
		Time: f.UpdatedAt.UnixMilli(), Message: Sentence(f),
		FindingInfo: ocsfInfo{
			UID: f.ID, Title: Title(f), Desc: Sentence(f), Types: []string{string(f.Type)}, SrcURL: f.ConsoleURL,
			Created: f.CreatedAt.UnixMilli(), Modified: f.UpdatedAt.UnixMilli(),
			FirstSeen: f.CreatedAt.UnixMilli(), LastSeen: f.AnalyzedAt.UnixMilli(),
		},
		Resources: []ocsfResource{{f.Resource, f.ResourceType, f.Region, ocsfOwner{account}}},
		Cloud:     ocsfCloud{"AWS", f.Region, account},
		Metadata:  ocsfMetadata{ocsfVersion, ocsfProduct{"Sightline", "Sightline", s.Version}, []string{"cloud"}},
		Unmapped:  ocsfUnmapped{f.Principal, f.Actions, f.Condition, f.IsPublic, s.analyzer(f), f.Evidence, f.Witness, f.Undetermined},
	}
	out.activity(f)
	out.SeverityID, out.Severity = ocsfSeverity(f.Severity)
	return out
}

// activity and status: what became of the finding last.
func (e *ocsfEvent) activity(f *finding.Finding) {
	e.ActivityID, e.ActivityName, e.StatusID, e.Status = 1, "Create", 1, "New"
	switch {
	case f.Status == finding.StatusResolved:
		e.ActivityID, e.ActivityName, e.StatusID, e.Status = 3, "Close", 4, "Resolved"
	case f.Status == finding.StatusArchived:
		e.ActivityID, e.ActivityName, e.StatusID, e.Status = 2, "Update", 3, "Suppressed"
		e.Comment = justification(f.Archived)
	case !f.UpdatedAt.Equal(f.CreatedAt):
		e.ActivityID, e.ActivityName = 2, "Update"
	}
	e.TypeUID = ocsfClass*100 + e.ActivityID
}

func ocsfSeverity(s finding.Severity) (id int, name string) {
	switch s {
	case finding.SeverityCritical:
		return 5, "Critical"
	case finding.SeverityHigh:
		return 4, "High"
	case finding.SeverityMedium:
		return 3, "Medium"
	case finding.SeverityLow:
		return 2, "Low"
	}
	return 0, "Unknown"
}
