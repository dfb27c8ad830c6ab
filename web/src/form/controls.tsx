//! Controls: a text, a choice, a choice among a few, and a slider beside its field.

import type { VNode } from "preact";
import type { ControlProps } from "./field.tsx";

interface TextProps {
  control: ControlProps;
  value: string;
  onInput: (text: string) => void;
  placeholder?: string | undefined;
  /** Names and SQL: no correction, no capitals. */
  code?: boolean;
  /** Values to choose from; others may be typed, too. */
  suggestions?: string[];
  numeric?: boolean;
  label?: string;
}

export function Text(props: TextProps): VNode {
  const { control, value, onInput, placeholder, code, suggestions, numeric } = props;
  const list = suggestions === undefined ? undefined : `${control.id}-list`;
  return (
    <>
      <input
        {...control}
        class={code === true ? "text text-code" : "text"}
        type="text"
        value={value}
        placeholder={placeholder}
        list={list}
        inputMode={numeric === true ? "numeric" : undefined}
        autocomplete="off"
        autocapitalize="none"
        autocorrect="off"
        spellcheck={false}
        aria-label={props.label}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      {suggestions !== undefined && (
        <datalist id={list}>
          {suggestions.map((it) => <option key={it} value={it} />)}
        </datalist>
      )}
    </>
  );
}

export interface Option {
  value: string;
  label: string;
}

interface ChoiceProps {
  control: ControlProps;
  value: string;
  options: Option[];
  onChange: (value: string) => void;
  label?: string;
}

export function Choice({ control, value, options, onChange, label }: ChoiceProps): VNode {
  // A link may say what is not offered; it is shown, and the core says what is wrong with it.
  const isKnown = options.some((it) => it.value === value);
  return (
    <select
      {...control}
      class="select"
      value={value}
      aria-label={label}
      onInput={(event) => onChange(event.currentTarget.value)}
    >
      {!isKnown && <option value={value}>{value === "" ? "choose" : value}</option>}
      {options.map((it) => <option key={it.value} value={it.value}>{it.label}</option>)}
    </select>
  );
}

interface FewProps {
  control: ControlProps;
  value: string;
  options: Option[];
  onChange: (value: string) => void;
}

/** A choice among a few, all of which are seen: radio buttons side by side. */
export function Few({ control, value, options, onChange }: FewProps): VNode {
  return (
    <div class="few" id={control.id} aria-describedby={control["aria-describedby"]}>
      {options.map((it) => (
        <label class="few-one" key={it.value}>
          <input
            type="radio"
            name={control.id}
            value={it.value}
            checked={it.value === value}
            onInput={() => onChange(it.value)}
          />
          <span>{it.label}</span>
        </label>
      ))}
    </div>
  );
}

interface SliderProps {
  id: string;
  label: string;
  /** What a screen reader says in place of the position. */
  valueText: string;
  min: number;
  max: number;
  value: number;
  onInput: (value: number) => void;
}

export function Slider({ id, label, valueText, min, max, value, onInput }: SliderProps): VNode {
  return (
    <input
      class="slider"
      id={`${id}-slider`}
      type="range"
      min={min}
      max={max}
      step={1}
      value={value}
      aria-label={label}
      aria-valuetext={valueText}
      onInput={(event) => onInput(event.currentTarget.valueAsNumber)}
    />
  );
}
